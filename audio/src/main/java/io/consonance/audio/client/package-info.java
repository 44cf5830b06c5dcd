/** A client with ears and a mouth: sound from a device, a file or a program into a session, and out of it. */
package io.consonance.audio.client;
