/** The host. */
package io.consonance.actors.host;
