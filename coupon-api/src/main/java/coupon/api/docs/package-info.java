/** The description of the calls for the clients' tools. */
@NullMarked
package coupon.api.docs;

import org.jspecify.annotations.NullMarked;
