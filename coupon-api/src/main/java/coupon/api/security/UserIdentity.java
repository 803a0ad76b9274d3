package coupon.api.security;

/** How a user is known. */
public enum UserIdentity {
    /** By the parameter {@code userId}, as a gateway in front vouches for it. */
    PARAMETER,
    /** By the subject of a Bearer token; whoever has none is not served. */
    JWT
}
