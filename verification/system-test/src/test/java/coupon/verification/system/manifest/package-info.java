/** The manifests for Kubernetes, read as strictly as its API would. */
@NullMarked
package coupon.verification.system.manifest;

import org.jspecify.annotations.NullMarked;
