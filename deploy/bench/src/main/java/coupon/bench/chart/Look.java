package coupon.bench.chart;

/**
 * Colours and fonts, for a light and a dark background. Series differ in colour and in how their line is drawn, so that
 * they can be told apart without colours too.
 */
final class Look {
    static final int COUNT = 4;

    static final String STYLE = """
            .chart{--paper:#ffffff;--ink:#1c2430;--soft:#5b6675;--grid:#dfe4ea;\
            --s0:#c2410c;--s1:#a16207;--s2:#1d63c4;--s3:#0f7a55}
            @media (prefers-color-scheme:dark){.chart{--paper:#161b22;--ink:#e6ebf2;--soft:#a3aebd;--grid:#313a46;\
            --s0:#ff8f5c;--s1:#f2c14e;--s2:#6cb2ff;--s3:#4fd8a6}}
            .chart{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
            .chart text{font-size:13px;fill:var(--ink);paint-order:stroke;stroke:var(--paper);stroke-width:3px}
            .chart .title{font-size:16px;font-weight:600}
            .chart .soft{fill:var(--soft)}
            .chart .paper{fill:var(--paper)}
            .chart .grid{stroke:var(--grid);stroke-width:1}
            .chart .axis{stroke:var(--soft);stroke-width:1}
            .chart .mark{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:6 4}
            .chart .line{fill:none;stroke-width:2.5;stroke-linejoin:round;stroke-linecap:round}
            .chart .l0{stroke:var(--s0);stroke-dasharray:1 5}
            .chart .l1{stroke:var(--s1);stroke-dasharray:9 5}
            .chart .l2{stroke:var(--s2)}
            .chart .l3{stroke:var(--s3);stroke-width:4;stroke-opacity:.85}
            .chart .f0{fill:var(--s0)}
            .chart .f1{fill:var(--s1)}
            .chart .f2{fill:var(--s2)}
            .chart .f3{fill:var(--s3)}
            """;

    private Look() {}
}
