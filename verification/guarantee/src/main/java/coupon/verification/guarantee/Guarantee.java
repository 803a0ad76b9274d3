package coupon.verification.guarantee;

/** One promise of the product, judged by what was observed from outside. Knows nothing of how it is kept. */
interface Guarantee {
    void check(Evidence evidence, Findings findings);
}
