/** What an outside client may rely on, row by row, by one that has read the contract and nothing else. */
@NullMarked
package coupon.verification.system.contract;

import org.jspecify.annotations.NullMarked;
