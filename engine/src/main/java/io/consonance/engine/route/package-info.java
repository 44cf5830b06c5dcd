/** Who may speak from where and where their packets go: the route table and the relay decision that reads it. */
package io.consonance.engine.route;
