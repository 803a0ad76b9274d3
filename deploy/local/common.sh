# Shared by the commands of deploy/local and deploy/bench: finds the project and a JDK, builds what is stale, runs a
# command. Nothing of the user's shell may change what a command does: not CDPATH, not the locale (digits, file names).

unset CDPATH
export LC_ALL=C.UTF-8
home="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." >/dev/null && pwd)"

fail() {
  echo "error: $*" >&2
  exit 1
}

# Options that every JVM of this user reads. Those of a stack have their own; only Maven, which may need a proxy, sees them.
without_java_options=(env -u JAVA_TOOL_OPTIONS -u _JAVA_OPTIONS -u JDK_JAVA_OPTIONS)

find_java() {
  [[ "$home" != *:* ]] || fail "a class path cannot hold a colon: move the project out of $home"
  java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
  java="$(command -v "$java")" || fail "no Java found${JAVA_HOME:+ in JAVA_HOME ($JAVA_HOME)}; install a JDK 17 or newer"
  local printed version
  printed="$("${without_java_options[@]}" "$java" -version 2>&1)" || fail "$java does not start: ${printed:-it says nothing}"
  version="$(sed -nE 's/.* version "([0-9]+).*/\1/p' <<<"$printed" | head -n 1)"
  [[ "$version" =~ ^[0-9]+$ ]] || fail "cannot tell the version of $java; install a JDK 17 or newer"
  ((version >= 17)) || fail "Java $version found at $java; a JDK 17 or newer is needed"
}

# is_stale STAMP MODULE…: whether a source is newer than the stamp or a product of the modules is missing.
is_stale() {
  local stamp="$home/$1" module product
  shift
  [[ -f "$stamp" ]] || return 0
  local sources=("$home/pom.xml" "$home/.mvn")
  for module; do
    for product in "$home/$module/target"/*.jar; do
      [[ -f "$product" ]] || return 0
    done
    sources+=("$home/$module/pom.xml" "$home/$module/src/main")
  done
  [[ -n "$(find "${sources[@]}" -newer "$stamp" -print -quit)" ]]
}

check_maven() {
  command -v "$(dirname -- "$java")/javac" >/dev/null || fail "Java at $java has no compiler; install a JDK 17 or newer"
  command -v mvn >/dev/null || fail "Maven is needed to build, and there is no mvn on the PATH"
  local printed
  printed="$("$java" -version 2>&1)" || fail "Maven cannot build while JAVA_TOOL_OPTIONS, _JAVA_OPTIONS or JDK_JAVA_OPTIONS stop Java: $printed"
  local repository="${HOME:-}/.m2"
  [[ -d "$repository" ]] || repository="${HOME:-}"
  [[ "${MAVEN_OPTS:-} ${MAVEN_ARGS:-}" == *maven.repo.local* || -w "$repository" ]] ||
    fail "Maven cannot write to ${repository:-a home directory}; name a repository: MAVEN_OPTS=-Dmaven.repo.local=DIRECTORY"
}

# build_if_stale STAMP MODULE…
build_if_stale() {
  is_stale "$@" || return 0
  local stamp="$home/$1" modules
  shift
  check_maven
  echo "Building"
  mkdir -p "${stamp%/*}"
  touch "$stamp.new" # from before the build, so that what changes meanwhile counts as newer
  modules="$(IFS=,; echo "$*")"
  local options="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
  id -un >/dev/null 2>&1 || options+=" -Duser.home=${HOME:-$home/target}" # else Java calls the home of such a user "?"
  (cd -- "$home" && MAVEN_OPTS="$options ${MAVEN_OPTS:-}" \
    mvn -q -B -Plight -T 1C ${build_options[@]+"${build_options[@]}"} package -pl "$modules" -am) || fail "the build failed"
  mv -- "$stamp.new" "$stamp"
}

stack_modules=(deploy/local coupon-core coupon-api verification/guarantee verification/audit coupon-worker)

build_stack_if_stale() {
  build_if_stale deploy/local/target/.built "${stack_modules[@]}"
}

# run MAIN_CLASS MODULE JVM_OPTIONS… -- ARGUMENTS…
run() {
  local main="$1" module="$2" options=()
  shift 2
  while [[ "$1" != -- ]]; do
    options+=("$1")
    shift
  done
  local class_path="$home/$module/target/class-path.txt"
  [[ -f "$class_path" ]] || fail "nothing is built yet; run deploy/local/up first"
  exec "${without_java_options[@]}" "$java" "${options[@]}" \
    -Dcoupon.home="$home" \
    -Dlogback.configurationFile=coupon/local/logback.xml \
    -cp "$(echo "$home/$module/target"/coupon-*.jar):$(<"$class_path")" \
    "$main" "${@:2}"
}

# run_local COMMAND ARGUMENTS…
run_local() {
  run coupon.local.Main deploy/local -Xmx128m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -- "$@"
}

find_java
