/** Commands of the program that need nothing but this module. */
package io.consonance.actors.cli;
