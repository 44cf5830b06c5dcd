package io.consonance.actors.settings;

/** A setting nobody can start with: says which key, what it was set to, and what is allowed. */
public final class InvalidSettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String value;
    private final String allowed;

    /** The message is one line that names all three. */
    public InvalidSettingException(String key, String value, String allowed) {
        this(key + " = " + value + ": allowed is " + allowed, key, value, allowed);
    }

    private InvalidSettingException(String message, String key, String value, String allowed) {
        super(message);
        this.key = key;
        this.value = value;
        this.allowed = allowed;
    }

    /** For a key that does not exist; {@code instead} says which do. */
    public static InvalidSettingException noSuchKey(String key, String value, String instead) {
        return new InvalidSettingException(key + ": no such key; " + instead, key, value, instead);
    }

    /** The full key, such as {@code consonance.host.port}. */
    public String key() {
        return key;
    }

    /** The refused value as it was written. */
    public String value() {
        return value;
    }

    /** The values that would do. */
    public String allowed() {
        return allowed;
    }
}
