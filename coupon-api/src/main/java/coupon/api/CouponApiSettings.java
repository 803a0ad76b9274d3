package coupon.api;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The API's settings {@code app.*}. */
@ConfigurationProperties("app")
public record CouponApiSettings(
        @DefaultValue Security security,
        @DefaultValue Coupons coupons,
        @DefaultValue Queue queue,
        @DefaultValue Waiting waiting,
        @DefaultValue Streams streams,
        @DefaultValue Rate rate,
        @DefaultValue Http http) {
    /** @param users how users are known */
    public record Security(
            @DefaultValue("parameter") UserIdentity users,
            @DefaultValue Admin admin,
            @DefaultValue Viewer viewer) {}

    /** How a user is known. */
    public enum UserIdentity {
        /** By the parameter {@code userId}, as a gateway in front vouches for it. */
        PARAMETER,
        /** By the subject of a Bearer token; a request without one is refused. */
        JWT
    }

    /** @param password in clear or as <code>{bcrypt}…</code>; without it one is made at start and logged */
    public record Admin(
            @DefaultValue("admin") String username,
            @Nullable String password) {}

    /** Who may look at the operations page and not act; without a password nobody by name. */
    public record Viewer(
            @DefaultValue("viewer") String username,
            @Nullable String password) {}

    /** @param refreshInterval from one reading of all coupons to the next */
    public record Coupons(@DefaultValue("250ms") Duration refreshInterval) {}

    /**
     * @param type decides which adapter there is; anything else is refused at start
     * @param watchInterval from one question to the queue, whether it is there and how far it is, to the next
     * @param inFlightMax requests that are sent to the queue and not acknowledged; beyond that, requests are refused
     */
    public record Queue(
            @DefaultValue("kafka") QueueType type,
            @DefaultValue("1s") Duration watchInterval,
            @DefaultValue("10000") int inFlightMax,
            @DefaultValue Breaker breaker) {}

    public enum QueueType {
        KAFKA,
        REDIS
    }

    /**
     * When requests are refused because the queue does not acknowledge those before them, though it answers questions.
     *
     * @param calls how many of the last ones are looked at
     * @param failuresPercentMax when so many percent of these failed, all are refused
     * @param pause for how long, until some are tried
     * @param trialCalls so many; it goes on as they fare
     */
    public record Breaker(
            @DefaultValue("20") int calls,
            @DefaultValue("50") int failuresPercentMax,
            @DefaultValue("1s") Duration pause,
            @DefaultValue("5") int trialCalls) {}

    /** @param callersMax while so many wait, another request is accepted and not waited for */
    public record Waiting(@DefaultValue("20000") int callersMax) {}

    /**
     * @param openMax with so many streams of events open, another one is refused
     * @param heartbeatInterval from one sign of life in a stream to the next
     */
    public record Streams(
            @DefaultValue("10000") int openMax,
            @DefaultValue("10s") Duration heartbeatInterval) {}

    /**
     * How often one user may ask for coupons through this instance.
     *
     * @param burst how many requests at once
     */
    public record Rate(
            @DefaultValue("10") int perUserPerSecond,
            @DefaultValue("50") int burst) {
        public Rate {
            if (perUserPerSecond < 1 || burst < 1) {
                throw new IllegalArgumentException("app.rate.* must be 1 or more");
            }
        }
    }

    /**
     * @param requestReadMax from the first byte of a request until all of it is there
     * @param corsAllowedOrigins whose pages may call the users' part of the API, as in {@code https://shop.example}
     */
    public record Http(
            @DefaultValue("4s") Duration requestReadMax,
            @DefaultValue List<String> corsAllowedOrigins) {}
}
