package io.consonance.engine.route;

/**
 * Whom a source speaks for.
 *
 * @param session the session it has joined
 * @param clientId the one client id it may use, 0..65535
 * @param muted whether the host silences its voice; text still passes
 */
public record Speaker(int session, int clientId, boolean muted) {}
