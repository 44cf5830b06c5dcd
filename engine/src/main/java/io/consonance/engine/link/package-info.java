/** How Dissonance packets travel between one peer and one host: link packets and the machines of both ends. */
package io.consonance.engine.link;
