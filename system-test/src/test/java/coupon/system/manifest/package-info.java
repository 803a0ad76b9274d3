/** The manifests for Kubernetes, read as strictly as its API would. */
@NullMarked
package coupon.system.manifest;

import org.jspecify.annotations.NullMarked;
