# Functions that the scripts of this folder share; sourced by them. Works in the root of the project.
set -euo pipefail
exec </dev/null
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C.UTF-8

work=$(mktemp -d)
demo_pid=
demo_arguments=()
declare -A background=()
prometheus_pid=
declare -A servers=()
service_policy=
password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')

step() { printf '\n==> %s\n' "$*"; }

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

clean_up() {
  local status=$?
  local pid
  for pid in "${background[@]}"; do
    if kill -TERM -- "-$pid" 2>/dev/null; then
      wait "$pid" || true
    fi
  done
  for pid in $demo_pid $prometheus_pid "${servers[@]}"; do
    if kill -0 "$pid" 2>/dev/null; then
      kill -KILL "$pid" || true
    fi
  done
  if ((status != 0)) && [[ -s $work/demo.log ]]; then
    printf '\n--- end of the log of the demo ---\n'
    tail -n 60 "$work/demo.log"
  fi
  rm -rf "$work" ${service_policy:+"$service_policy"}
}
trap clean_up EXIT

# Installs packages of Debian. None of their services is started, because nothing here needs one.
install_packages() {
  step "Installing $*"
  if [[ ! -e /usr/sbin/policy-rc.d ]]; then
    service_policy=/usr/sbin/policy-rc.d
    printf '#!/bin/sh\nexit 101\n' >"$service_policy"
    chmod +x "$service_policy"
  fi
  apt-get update
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
  rm -f ${service_policy:+"$service_policy"}
  service_policy=
}

# Prints "VERSION HOME" for each JDK beside the one on the path, oldest first.
jdks() {
  local first javac version
  first=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
  for javac in "$(dirname "$first")"/*/bin/javac; do
    version=$("$javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p') || continue
    if [[ -n $version ]]; then
      printf '%s %s\n' "$version" "$(dirname "$(dirname "$(readlink -f "$javac")")")"
    fi
  done | sort -n -u
}

# Sets all_jdks to what jdks prints, and JAVA_HOME to the JDK 17 of them.
find_jdks() {
  all_jdks=$(jdks)
  JAVA_HOME=$(awk '$1 == 17 { print $2; exit }' <<<"$all_jdks")
  [[ -n $JAVA_HOME ]] || fail "there is no JDK 17 beside $(command -v javac)"
  export JAVA_HOME
}

# in_background NAME COMMAND...: its output follows when it is awaited. It is a process group of its own, so that it can
# be ended with all that it has started.
in_background() {
  local name=$1
  shift
  set -m
  "$@" >"$work/$name.txt" 2>&1 &
  background[$name]=$!
  set +m
}

# await NAME: what was started in the background. Prints its output, and fails if it has failed.
await() {
  local status=0
  wait "${background[$1]}" || status=$?
  unset "background[$1]"
  cat "$work/$1.txt"
  ((status == 0)) || fail "$1 has ended with $status"
}

# Lets Maven and the tools of the JDK be those of the JDK 17.
use_jdk_17() {
  [[ -n ${JAVA_HOME-} ]] || find_jdks
  export PATH=$JAVA_HOME/bin:$PATH
}

# eventually SECONDS COMMAND...
eventually() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < end)) || return 1
    sleep 0.2
  done
}

http() { curl -sS --max-time 120 "$@"; }

status_of() { http -o "$work/ignored" -w '%{http_code}' "$@"; }

check_json() {
  local what=$1 json=$2
  shift 2
  jq -e "$@" <<<"$json" >/dev/null || fail "$what: $json"
  echo "ok: $what"
}

healthy() { http -f "$url/actuator/health" 2>/dev/null | jq -e '.status == "UP"' >/dev/null 2>&1; }

started() {
  kill -0 "$demo_pid" 2>/dev/null || fail "the demo ended by itself"
  local port
  port=$(sed -n 's/.*Tomcat started on port \([0-9]*\).*/\1/p' "$work/demo.log")
  [[ -n $port ]] || return 1
  url=http://127.0.0.1:$port
  healthy
}

# start_demo [JVM-OPTION...], with the arguments in demo_arguments
start_demo() {
  : >"$work/demo.log"
  "$JAVA_HOME/bin/java" "$@" -jar demo-app/target/demo-app.jar --server.address=127.0.0.1 --server.port=0 \
    --demo.operator.password="$password" --demo.ingest.finish-within=2s \
    --spring.datasource.url="jdbc:h2:file:$work/db/demo;DB_CLOSE_ON_EXIT=FALSE;LAZY_QUERY_EXECUTION=1" \
    "${demo_arguments[@]}" >"$work/demo.log" 2>&1 &
  demo_pid=$!
  eventually 60 started || fail "the demo is not healthy after 60 s"
  echo "the demo runs at $url"
}

ended() { ! kill -0 "$demo_pid" 2>/dev/null; }

# end_demo: like stop_demo, but errors in the log are expected.
end_demo() {
  local status=0
  kill -TERM "$demo_pid"
  eventually 30 ended || fail "the demo still runs 30 s after SIGTERM"
  wait "$demo_pid" || status=$?
  demo_pid=
  ((status == 0 || status == 143)) || fail "the demo ended with $status"
  echo "the demo ended with $status"
}

stop_demo() {
  end_demo
  if grep -q ' ERROR ' "$work/demo.log"; then
    fail "the demo logged an error"
  fi
  echo "ok: no error logged"
}

# Starts a server of its own, with an append-only file, at redis_port.
start_redis() {
  local candidate
  for candidate in $(shuf -i 20000-32000 -n 20); do
    redis-server --bind 127.0.0.1 --port "$candidate" --dir "$work" --save '' --appendonly yes >"$work/redis.txt" 2>&1 &
    servers[redis]=$!
    if eventually 10 redis_answers "$candidate"; then
      redis_port=$candidate
      echo "$(redis-server --version | cut -d' ' -f1-3) at port $redis_port"
      return
    fi
    wait "${servers[redis]}" || true
    unset "servers[redis]"
  done
  fail "no Redis server starts: $(<"$work/redis.txt")"
}

# Succeeds too if the server has ended by itself, as on a port that is taken: the next look finds that it is not ours.
redis_answers() {
  kill -0 "${servers[redis]}" 2>/dev/null || return 0
  [[ $(redis-cli -p "$1" info server 2>/dev/null | sed -n 's/^process_id:\([0-9]*\).*/\1/p') == "${servers[redis]}" ]]
}

# change BUFFER JSON: what an operator changes at the endpoint.
change() {
  echo "POST /actuator/buffers/$1 $2"
  http -f -o "$work/ignored" -u "operator:$password" --json "$2" "$url/actuator/buffers/$1"
}

# numbers COUNT: that many lines.
numbers() { seq "$1" | http -f --data-binary @- "$url/lines"; }
