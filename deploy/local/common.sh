# Shared by the commands of this directory: finds the project and a JDK, builds what is stale, runs a command.

home="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
built="$home/deploy/local/target/.built"

fail() {
  echo "error: $*" >&2
  exit 1
}

find_java() {
  java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
  command -v "$java" >/dev/null || fail "no Java found${JAVA_HOME:+ in JAVA_HOME ($JAVA_HOME)}; install a JDK 17 or newer"
  local version
  version="$("$java" -version 2>&1 | sed -nE 's/.* version "([0-9]+).*/\1/p' | head -n 1)"
  [[ "$version" =~ ^[0-9]+$ ]] || fail "cannot tell the version of $java"
  ((version >= 17)) || fail "Java $version found at $java; a JDK 17 or newer is needed"
}

is_stale() {
  local jar
  for jar in deploy/local/target/coupon-local.jar deploy/local/target/class-path.txt \
    coupon-api/target/coupon-api.jar coupon-worker/target/coupon-worker.jar; do
    [[ -f "$home/$jar" ]] || return 0
  done
  [[ -f "$built" ]] || return 0
  local sources=("$home"/pom.xml "$home"/.mvn)
  local module
  for module in deploy/local coupon-core coupon-api verification/guarantee verification/audit coupon-worker; do
    sources+=("$home/$module/pom.xml" "$home/$module/src/main")
  done
  [[ -n "$(find "${sources[@]}" -newer "$built" -print -quit)" ]]
}

build_if_stale() {
  is_stale || return 0
  command -v "${JAVA_HOME:+$JAVA_HOME/bin/}javac" >/dev/null || fail "Java at $java has no compiler; install a JDK 17 or newer"
  command -v mvn >/dev/null || fail "Maven is needed to build, and there is no mvn on the PATH"
  echo "Building"
  mkdir -p "${built%/*}"
  touch "$built.new" # from before the build, so that what changes meanwhile counts as newer
  (cd "$home" && mvn -q -B -DskipTests package -pl deploy/local,coupon-api,coupon-worker -am) ||
    fail "the build failed"
  mv "$built.new" "$built"
}

run() {
  [[ -f "$home/deploy/local/target/class-path.txt" ]] || fail "nothing is built yet; run deploy/local/up first"
  exec "$java" -Xmx128m -XX:TieredStopAtLevel=1 \
    -Dcoupon.home="$home" \
    -Dlogback.configurationFile=coupon/local/logback.xml \
    -cp "$home/deploy/local/target/coupon-local.jar:$(<"$home/deploy/local/target/class-path.txt")" \
    coupon.local.Main "$@"
}
