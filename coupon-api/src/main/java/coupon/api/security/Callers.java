package coupon.api.security;

import coupon.api.CouponApiSettings;
import coupon.api.CouponApiSettings.UserIdentity;
import coupon.api.http.InvalidParameterException;
import coupon.api.http.PositiveId;
import coupon.api.problem.Problems;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Which user calls, and about which users the call may ask. */
@Component
public final class Callers {
    private final UserIdentity identity;

    Callers(CouponApiSettings settings) {
        this.identity = settings.security().users();
    }

    /**
     * The user in whose name the call is made.
     *
     * @param named in the call; may be missing where the token tells
     * @return fails with the answer if nobody is named, or somebody else than the token's subject
     */
    public Mono<Long> user(@Nullable PositiveId named, ServerWebExchange exchange) {
        return switch (identity) {
            case PARAMETER ->
                named == null
                        ? Mono.error(() -> new InvalidParameterException("userId must be a positive 64-bit number"))
                        : Mono.just(named.value());
            case JWT ->
                subject(exchange)
                        .filter(subject -> named == null || named.value() == subject)
                        .switchIfEmpty(Mono.error(Callers::forbidden));
        };
    }

    /** The only user about whom the call may tell; empty where the caller may know all of them. */
    public Mono<OptionalLong> onlyUser(ServerWebExchange exchange) {
        return switch (identity) {
            case PARAMETER -> Mono.just(OptionalLong.empty());
            case JWT -> subject(exchange).map(OptionalLong::of);
        };
    }

    private static Mono<Long> subject(ServerWebExchange exchange) {
        return exchange.<JwtAuthenticationToken>getPrincipal().map(token -> {
            String subject = token.getToken().getSubject();
            try {
                return PositiveId.parse(subject == null ? "" : subject).value();
            } catch (InvalidParameterException noUser) {
                throw forbidden();
            }
        });
    }

    private static ErrorResponseException forbidden() {
        return Problems.exception(HttpStatus.FORBIDDEN, "The token does not speak for this user.");
    }
}
