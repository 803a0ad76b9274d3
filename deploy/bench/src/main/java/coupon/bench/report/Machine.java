package coupon.bench.report;

import java.util.Map;

/**
 * Where it was measured.
 *
 * @param memoryMebibytes 0 if it is not known
 * @param versions of what takes part
 */
public record Machine(String system, String processor, int cores, long memoryMebibytes, Map<String, String> versions) {}
