package coupon.core.store;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The codes of coupons that have codes: success number {@code n} of a coupon has the {@code n}-th code that was
 * imported. Codes are secrets of their winners and of operators: they are neither logged nor published.
 */
public interface CouponCodes {
    /**
     * Imports codes, all of them or none, in one transaction under the coupon's lock. Stock and total of the coupon
     * rise by their number.
     *
     * @param codes one per line of the import, in order; an error of this flux undoes the import and is passed on
     * @param changedBy whom the record of stock changes names
     * @return empty if there is no such coupon
     */
    Mono<Import> add(long couponId, Flux<String> codes, String changedBy);

    /** The code of a success. Empty if the coupon has no such code. */
    Mono<String> find(long couponId, long number);

    /** What comes of an import. */
    sealed interface Import {}

    /**
     * It is done.
     *
     * @param total how many codes the coupon has now
     * @param free how many of them are not issued
     */
    record Added(long added, long total, long free) implements Import {}

    /** The coupon has no codes, and will have none. Nothing was added. */
    record WithoutCodes() implements Import {}

    /** The coupon would have more than {@link coupon.core.domain.CouponEdit#QUANTITY_MAX}. Nothing was added. */
    record TooMany() implements Import {}

    /**
     * A code is there twice, or cannot be a code. Nothing was added.
     *
     * @param line of the import, from 1
     */
    record Refused(long line, Reason reason) implements Import {}

    /** Why a line is refused. */
    enum Reason {
        /** Not 1 to 64 visible ASCII characters, or with a comma or a quote among them. */
        MALFORMED,
        /** Imported before, or in an earlier line. */
        REPEATED
    }
}
