package coupon.api.security;

/** How a user is known. */
public enum UserIdentity {
    /** By the parameter {@code userId}, as a gateway in front vouches for it. */
    PARAMETER
}
