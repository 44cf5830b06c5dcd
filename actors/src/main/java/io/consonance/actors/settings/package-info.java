/** Settings: what {@code reference.conf} documents, read once, checked, and handed on as values. */
package io.consonance.actors.settings;
