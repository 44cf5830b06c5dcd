package io.consonance.audio.playout;

/** Which of the {@value PlayoutBuffer#SLOTS} frames from a first one on are there, and which of them carry correction. */
final class FrameWindow {

    private long first;
    private long present;
    private long corrects;

    /** The first frame of the window: everything before it is past. */
    long first() {
        return first;
    }

    boolean isEmpty() {
        return present == 0;
    }

    boolean has(long frame) {
        return inside(frame) && (present & bit(frame)) != 0;
    }

    boolean corrects(long frame) {
        return has(frame) && (corrects & bit(frame)) != 0;
    }

    /** The first frame that is there; only if there is one. */
    long firstPresent() {
        return first + Long.numberOfTrailingZeros(Long.rotateRight(present, (int) first));
    }

    /** How many frames are there. */
    int size() {
        return Long.bitCount(present);
    }

    boolean inside(long frame) {
        return frame >= first && frame - first < PlayoutBuffer.SLOTS;
    }

    void add(long frame, boolean carriesCorrection) {
        present |= bit(frame);
        corrects = carriesCorrection ? corrects | bit(frame) : corrects & ~bit(frame);
    }

    /** Moves the window; frames that fall out of it are forgotten. Going back is possible while nothing is there. */
    void moveTo(long frame) {
        if (frame - first >= PlayoutBuffer.SLOTS || frame < first) {
            present = 0;
        } else {
            while (first < frame) {
                present &= ~bit(first++);
            }
        }
        first = frame;
    }

    static int slot(long frame) {
        return (int) (frame & PlayoutBuffer.SLOTS - 1);
    }

    private static long bit(long frame) {
        return 1L << frame;
    }
}
