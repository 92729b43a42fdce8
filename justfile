# The tasks of the project. A newcomer needs two: `./just run` and `./just test`.

set shell := ["bash", "-euo", "pipefail", "-c"]

# Tools live outside the checkout, each in a folder named after its version.
export SIGILLO_TOOLS := env("SIGILLO_TOOLS", cache_directory() / "sigillo" / "tools")
trunk := "0.21.14"
schemathesis := "4.32.5"
openapi_python_client := "0.29.1"
pyhanko := "0.6.0"
moto := "5.2.5"
cargo_deny := "0.20.2"
cargo_fuzz := "0.13.2"
# Must be the version of the library that the apps are built with.
wasm_bindgen := `awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print }' Cargo.lock`
# A judge of sealed documents, for the tests.
export SIGILLO_PYHANKO := SIGILLO_TOOLS / ("pyhanko-" + pyhanko) / "bin/pyhanko"
# A server that speaks S3, for the tests.
moto_server := SIGILLO_TOOLS / ("moto_server-" + moto) / "bin/moto_server"
export PATH := SIGILLO_TOOLS / ("trunk-" + trunk) / "bin" + ":" + SIGILLO_TOOLS / ("wasm-bindgen-" + wasm_bindgen) / "bin" + ":" + env("PATH")

# Incremental builds pay off where builds are repeated; a single build in CI is only slower with them.
export CARGO_INCREMENTAL := env("CARGO_INCREMENTAL", if env("CI", "") == "" { "1" } else { "0" })
target := env("CARGO_TARGET_DIR", justfile_directory() / "target")
logs := justfile_directory() / "target" / "test-logs"

# show this list
[private]
default:
    @"{{ just_executable() }}" --justfile "{{ justfile() }}" --list --unsorted

# install what is missing, build everything, fill an empty database with demo data, and serve
run: spa
    # A debug build, which shares its crates with the tests: a release build takes more than twice as long.
    cargo build --locked --bin sigillo --no-default-features
    "{{ target }}/debug/sigillo" migrate
    "{{ target }}/debug/sigillo" demo --if-empty
    exec "{{ target }}/debug/sigillo" serve

# build the release binary with the pages: target/release/sigillo
release: spa
    cargo build --locked --release --bin sigillo

# run a Dovecot that serves the mail of the panel's mailboxes, until interrupted
mailhost: _rust
    @scripts/install-dovecot
    cargo build --locked --bin sigillo
    "{{ target }}/debug/sigillo" demo --if-empty
    scripts/mailhost "{{ target }}/debug/sigillo"

# run all checks and tests, on both engines and in Chromium; installs what it needs
test:
    #!/usr/bin/env bash
    set -euo pipefail
    mkdir -p "{{ logs }}"
    rm -f "{{ logs }}"/*.log
    trap 'scripts/tally "{{ logs }}"/*.log' EXIT
    # Each recipe is a separate call: one with arguments would take the next recipe's name as an argument.
    for recipe in test-tools check test-rust openapi-check openapi-lint contract client e2e; do
        "{{ just_executable() }}" --justfile "{{ justfile() }}" "$recipe"
    done

# measure the outbox and kill its servers a hundred times on each engine (about ten minutes)
outbox-trial: spa
    @scripts/install-packages initdb:postgresql
    scripts/with-postgres cargo test --locked --release -p sigillo-server --test cli -- --ignored --nocapture --test-threads 1 outbox

# measure how long a mailbox takes to become active after the signature, fifty times on each engine (about five minutes)
contract-trial: spa
    @scripts/install-packages initdb:postgresql
    scripts/with-postgres cargo test --locked --release -p sigillo-server --test cli -- --ignored --nocapture --test-threads 1 activation

# move the clock through a period of service levels minute by minute, with outages of known length (about ten minutes)
sla-trial:
    @scripts/install-packages initdb:postgresql
    scripts/with-postgres cargo test --locked --release -p sigillo-http --test api -- sla_trial --include-ignored --nocapture --test-threads 1

# measure how fast a real Dovecot applies changes and reports 10,000 mailboxes, and kill it 50 times (about ten minutes)
mailhost-trial: spa
    @scripts/install-packages initdb:postgresql
    @scripts/install-dovecot
    scripts/with-postgres cargo test --locked --release -p sigillo-server --test mailhost -- --ignored --nocapture --test-threads 1 trial

# pass 1,000 known messages through a real Postfix and Dovecot, disturb everything meanwhile, and compare what is counted (about ten minutes; as root)
traffic-trial: spa
    @scripts/install-packages initdb:postgresql
    @scripts/install-dovecot
    @scripts/install-postfix
    scripts/with-postgres cargo test --locked --release -p sigillo-server --test mailhost -- --ignored --nocapture --test-threads 1 traffic_trial

# deliver 10,000 receipts while their users delete them and the server is killed 50 times on each engine, and compare what is stored (about half an hour)
preservation-trial: spa
    @scripts/install-packages initdb:postgresql
    @scripts/install-dovecot
    scripts/with-postgres cargo test --locked --release -p sigillo-server --test mailhost -- --ignored --nocapture --test-threads 1 fifty_kills

# measure requests and bare statements on sqlite, postgres or both, with up to 1,000,000 mailboxes
bench engine="both" mailboxes="100000" *arguments: spa
    @scripts/install-packages initdb:postgresql sqlite3:sqlite3
    cargo build --locked --release --bin sigillo --bin sigillo-bench
    scripts/with-postgres --durable "{{ target }}/release/sigillo-bench" {{ engine }} {{ mailboxes }} {{ arguments }}

# kill servers and PostgreSQL, fill disks and hold locks under load, up to a hundred times (about fifteen minutes)
fault-trial: spa
    @scripts/install-packages initdb:postgresql
    scripts/with-postgres cargo test --locked --release -p sigillo-server --test faults -- --include-ignored --nocapture --test-threads 1

# measure requests during slow clients, oversized files, 10,000 idle connections and unread exports (about five minutes)
strain-trial: spa
    cargo test --locked --release -p sigillo-server --test strain -- --include-ignored --nocapture --test-threads 1

# feed a parser inputs that libFuzzer makes up, until one crashes it; fuzz/fuzz_targets names the parsers
fuzz parser seconds="600": _rust
    @scripts/install-tool cargo-fuzz {{ cargo_fuzz }}
    scripts/fuzz "{{ SIGILLO_TOOLS }}/cargo-fuzz-{{ cargo_fuzz }}/bin/cargo-fuzz" "{{ target }}/fuzz" {{ parser }} {{ seconds }}

# format every crate
fmt: _rust
    cargo fmt --all

# run all checks that are not tests: format, lints, layering, dependencies, size of the apps
check: fmt-check deny spa-size lint layering

# check that `just fmt` would change nothing
fmt-check: _rust
    cargo fmt --all --check

# run clippy on the server and the apps, and fail on warnings
lint: _rust
    cargo clippy --locked --workspace --exclude sigillo-kit --exclude sigillo-panel --exclude sigillo-user --all-targets -- -D warnings
    cargo clippy --locked -p sigillo-kit -p sigillo-panel -p sigillo-user --all-targets --target wasm32-unknown-unknown --profile wasm -- -D warnings

# check licences, sources and duplicate versions of dependencies against deny.toml
deny:
    @scripts/install-cargo-deny {{ cargo_deny }}
    "{{ SIGILLO_TOOLS }}/cargo-deny-{{ cargo_deny }}/bin/cargo-deny" --locked check -D warnings licenses bans sources

# check the dependencies between the crates, and that domain and contract build for the browser
layering: _rust
    scripts/check-layering

# check the compressed size of both apps against their budgets
spa-size: spa
    node scripts/check-spa-size.mjs frontend/dist/panel=1402 frontend/dist/user=470

# run the Rust tests on SQLite and on a throw-away PostgreSQL; arguments go to cargo test
test-rust *arguments: spa
    @scripts/install-packages initdb:postgresql pdfsig:poppler-utils openssl:openssl curl:curl xmllint:libxml2-utils
    @scripts/install-dovecot
    @scripts/install-postfix
    @scripts/install-pypi pyhanko {{ pyhanko }} pyhanko-cli --constraint scripts/pyhanko.constraints
    @scripts/install-pypi moto_server {{ moto }} 'moto[s3,server]' --constraint scripts/moto.constraints
    @mkdir -p "{{ logs }}"
    scripts/with-bucket "{{ moto_server }}" scripts/with-postgres cargo test --locked --workspace --exclude sigillo-kit --exclude sigillo-panel --exclude sigillo-user --no-fail-fast {{ arguments }} 2>&1 | tee "{{ logs }}/rust.log"
    # A separate call, since leptos enables features of the server's dependencies, which would be compiled twice.
    cargo test --locked -p sigillo-kit -p sigillo-panel -p sigillo-user --lib --bins --no-fail-fast {{ arguments }} 2>&1 | tee "{{ logs }}/pages.log"

# build both apps into frontend/dist, if their sources have changed
spa: _rust
    @scripts/install-tool trunk {{ trunk }} trunk --no-default-features
    @scripts/install-tool wasm-bindgen {{ wasm_bindgen }} wasm-bindgen-cli --bin wasm-bindgen
    @scripts/install-npm frontend
    @scripts/build-spa

# write openapi/openapi.json from the code
openapi:
    cargo run --quiet --locked --bin sigillo -- openapi > openapi/openapi.json.new
    mv openapi/openapi.json.new openapi/openapi.json

# check that openapi/openapi.json is what the server serves
openapi-check:
    cargo run --quiet --locked --bin sigillo -- openapi | diff -u openapi/openapi.json - || \
        { echo "openapi/openapi.json is out of date: run just openapi" >&2; exit 1; }

# lint openapi/openapi.json with redocly
openapi-lint:
    @scripts/install-npm openapi
    REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true openapi/node_modules/.bin/redocly lint --config openapi/redocly.yaml openapi/openapi.json

# test the running server against its document with schemathesis; `cases` is for each operation
contract cases="5":
    @scripts/install-packages curl:curl
    @scripts/install-pypi schemathesis {{ schemathesis }} schemathesis --constraint scripts/schemathesis.constraints
    cargo build --locked --bin sigillo
    @mkdir -p "{{ logs }}"
    SIGILLO="{{ target }}/debug/sigillo" scripts/contract-of-all "{{ SIGILLO_TOOLS }}/schemathesis-{{ schemathesis }}/bin/schemathesis" {{ cases }} "{{ logs }}"

# generate a Python client from the document, and use it against the running server
client:
    @scripts/install-packages curl:curl
    @scripts/install-pypi openapi-python-client {{ openapi_python_client }} openapi-python-client --constraint scripts/openapi-python-client.constraints
    cargo build --locked --bin sigillo
    @mkdir -p "{{ logs }}"
    scripts/with-demo "{{ target }}/debug/sigillo" scripts/client "{{ SIGILLO_TOOLS }}/openapi-python-client-{{ openapi_python_client }}/bin/openapi-python-client" 2>&1 | tee "{{ logs }}/client.log"

# test the pages in Chromium against the real server; arguments go to Playwright
e2e *arguments: spa _browser
    cargo build --locked --bin sigillo
    cargo build --locked --package sigillo-testkit --bin sigillo-test-provider
    @mkdir -p "{{ logs }}"
    cd e2e && node_modules/.bin/tsc --noEmit
    cd e2e && SIGILLO_BIN="{{ target }}/debug/sigillo" node_modules/.bin/playwright test {{ arguments }} --project journeys 2>&1 | tee "{{ logs }}/e2e.log"

# take screenshots of every page at 1440 and 390 px, into e2e/screenshots
screenshots: spa _browser
    cargo build --locked --bin sigillo
    cargo build --locked --package sigillo-testkit --bin sigillo-test-provider
    cd e2e && SIGILLO_BIN="{{ target }}/debug/sigillo" node_modules/.bin/playwright test --project screenshots

# install everything that the tests need, so that they start at once
test-tools: _rust _browser
    @scripts/install-packages initdb:postgresql curl:curl pdfsig:poppler-utils openssl:openssl xmllint:libxml2-utils
    @scripts/install-dovecot
    @scripts/install-postfix
    @scripts/install-tool trunk {{ trunk }} trunk --no-default-features
    @scripts/install-tool wasm-bindgen {{ wasm_bindgen }} wasm-bindgen-cli --bin wasm-bindgen
    @scripts/install-cargo-deny {{ cargo_deny }}
    @scripts/install-pypi schemathesis {{ schemathesis }} schemathesis --constraint scripts/schemathesis.constraints
    @scripts/install-pypi openapi-python-client {{ openapi_python_client }} openapi-python-client --constraint scripts/openapi-python-client.constraints
    @scripts/install-pypi pyhanko {{ pyhanko }} pyhanko-cli --constraint scripts/pyhanko.constraints
    @scripts/install-pypi moto_server {{ moto }} 'moto[s3,server]' --constraint scripts/moto.constraints
    @scripts/install-npm openapi

_rust:
    @scripts/install-rust-parts wasm32-unknown-unknown rustfmt clippy

_browser:
    @scripts/install-packages chromium:chromium pdftotext:poppler-utils sqlite3:sqlite3
    @scripts/install-npm e2e
