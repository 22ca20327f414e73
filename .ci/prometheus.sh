# Functions that .ci/alerts and .ci/picture share; sourced by them: a Prometheus that scrapes the packaged demo.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

: "${JAVA_HOME:=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")}"
prometheus_url=

install_prometheus() {
  if ! command -v prometheus >/dev/null || ! command -v promtool >/dev/null; then
    install_packages prometheus
  fi
}

# Free on the loopback interface, and below the ports that the kernel gives to clients.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  printf '%s\n' "$port"
}

prometheus_ready() {
  kill -0 "$prometheus_pid" 2>/dev/null || fail "Prometheus ended by itself: $(tail -n 5 "$work/prometheus.log")"
  http -f -o "$work/ignored" "$prometheus_url/-/ready" 2>/dev/null
}

# start_prometheus: with the rules in the work folder.
start_prometheus() {
  local port
  port=$(free_port)
  prometheus_url=http://127.0.0.1:$port
  cat >"$work/prometheus.yml" <<END
global:
  scrape_interval: 1s
  evaluation_interval: 1s
rule_files: [rules.yml]
scrape_configs:
  - job_name: demo
    metrics_path: /actuator/prometheus
    file_sd_configs:
      - files: [targets.json]
        refresh_interval: 1s
END
  cat "$work/prometheus.yml"
  prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/prometheus" \
    --web.listen-address="127.0.0.1:$port" --log.level=warn >"$work/prometheus.log" 2>&1 &
  prometheus_pid=$!
  eventually 30 prometheus_ready || fail "Prometheus is not ready after 30 s"
  echo "Prometheus runs at $prometheus_url"
}

# A table that refuses lines of more than 100 characters.
narrow_table() { sed 's/VARCHAR([0-9]*)/VARCHAR(100)/' demo-app/src/main/resources/schema.sql >"$work/narrow.sql"; }

stop_prometheus() {
  kill -TERM "$prometheus_pid"
  wait "$prometheus_pid" || fail "Prometheus ended with $?"
  prometheus_pid=
  echo "ok: Prometheus has ended"
}

# start_and_scrape [ARGUMENT...]: starts the demo, whose instance has the same name in Prometheus after each start.
start_and_scrape() {
  demo_arguments=(--buffers.defaults.stalled-after=2s --demo.ingest.max-wait=60s
    --spring.sql.init.schema-locations="file:$work/narrow.sql" "$@")
  narrow_table
  start_demo
  printf '[{"targets": ["%s"], "labels": {"instance": "demo"}}]\n' "${url#http://}" >"$work/targets.tmp"
  mv "$work/targets.tmp" "$work/targets.json"
}

# query EXPRESSION: the number of series of the result.
query() { http -f --get --data-urlencode "query=$1" "$prometheus_url/api/v1/query" | jq '.data.result | length'; }

# finds EXPRESSION: whether the result has any series.
finds() { (($(query "$1") > 0)); }

finds_nothing() { ! finds "$1"; }

# A line that is longer than its column.
bad_line() {
  echo "POST /lines, a line that the database refuses"
  printf '%0101d\n' 0 | http -f --data-binary @- "$url/lines"
  echo
}
