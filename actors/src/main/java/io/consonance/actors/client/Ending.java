package io.consonance.actors.client;

import io.consonance.engine.link.LinkRedirect;
import io.consonance.engine.link.LinkReject;
import io.consonance.engine.link.RejectCode;
import java.util.EnumSet;
import java.util.Set;

/**
 * Why a connection is over, as far as anybody has said yet: the first cause counts. Machines ask for the end from within their own
 * calls; it is carried out afterwards. Not thread-safe.
 */
final class Ending {
    /** Trying again would get the same answer, or a fight with whoever took the name over. */
    private static final Set<RejectCode> FINAL = EnumSet.of(
            RejectCode.VERSION,
            RejectCode.UNAUTHORISED,
            RejectCode.UNKNOWN_SESSION,
            RejectCode.KICKED,
            RejectCode.BANNED,
            RejectCode.NAME_REFUSED);

    private String cause;
    private LinkReject reject;
    private LinkRedirect redirect;

    void because(String why) {
        if (cause == null) {
            cause = why;
        }
    }

    /** The link has said what there is to say. */
    void ofLink() {
        if (reject != null) {
            because("rejected: " + (reject.rejectCode() == null ? "code " + reject.code() : reject.rejectCode())
                    + (reject.reason().isEmpty() ? "" : ", " + reject.reason()));
        } else {
            because(redirect != null ? "redirected" : "the link was closed");
        }
    }

    void reject(LinkReject said) {
        reject = said;
    }

    void redirect(LinkRedirect said) {
        redirect = said;
    }

    /** Whether anybody has said it is over. */
    boolean isDue() {
        return cause != null;
    }

    /** For people. */
    String cause() {
        return cause;
    }

    /** Null if the host did not refuse. */
    LinkReject reject() {
        return reject;
    }

    /** Null unless the host knows a place to go. */
    HostAddress elsewhere() {
        return redirect == null || redirect.host().isBlank()
                ? null
                : new HostAddress(redirect.host(), redirect.tcpPort());
    }

    boolean isFinal() {
        return reject != null && reject.rejectCode() != null && FINAL.contains(reject.rejectCode());
    }
}
