# Shared by the commands of this directory.

source "$(dirname -- "${BASH_SOURCE[0]}")/../local/common.sh"

build_bench() {
  build_stack_if_stale
  build_options=(-Dlight.tests.skip=false) # the looks into tables and topics are test code of coupon-core
  build_if_stale deploy/bench/target/.built "${stack_modules[@]}" verification/testkit verification/observer deploy/bench
}

run_bench() {
  build_bench
  run coupon.bench.Main deploy/bench -Xmx1g -- "$@"
}
