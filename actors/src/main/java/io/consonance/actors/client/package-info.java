/**
 * A peer over real sockets: {@code VoiceClient} for those who embed one,
 * {@code ClientActor} for those who run thousands.
 */
package io.consonance.actors.client;
