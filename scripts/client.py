"""Uses the generated client like the program of an administrator.

usage: client.py URL
"""

import io
import sys
import time
import uuid

from sigillo_client import AuthenticatedClient, Client
from sigillo_client.api.contracts import get_contract_file, list_contracts
from sigillo_client.api.domains import list_domains
from sigillo_client.api.jobs import create_import, get_job, list_job_rows
from sigillo_client.api.mailboxes import create_mailbox, get_mailbox, list_mailboxes, update_mailbox
from sigillo_client.api.sessions import sign_in
from sigillo_client.models import (
    ContractState,
    Credentials,
    FaultCode,
    JobRowOutcome,
    JobState,
    MailboxCreate,
    MailboxPage,
    MailboxPatch,
    MailboxState,
    MailboxStateChange,
    Onboarding,
    Permission,
    Problem,
    ProblemCode,
    Role,
)
from sigillo_client.types import File

url = sys.argv[1]
steps = []


def step(work):
    """Runs a step at once and returns its result for later steps."""
    result = work()
    steps.append(work.__doc__)
    return result


@step
def session():
    """sign in"""
    credentials = Credentials(username="postmaster", password="prova-il-sigillo")
    session = sign_in.sync(client=Client(base_url=url), body=credentials)
    assert session.account.role is Role.POSTMASTER
    return session


client = AuthenticatedClient(base_url=url, token=session.access_token)


@step
def domain():
    """list the domains"""
    page = list_domains.sync(client=client)
    assert page.next_cursor is None
    direct = [domain for domain in page.items if domain.onboarding is Onboarding.DIRECT]
    assert Permission.CREATE in direct[0].permissions
    return direct[0].name


@step
def created():
    """create a mailbox, and repeat the request safely"""
    body = MailboxCreate(domain=domain, local_part="ufficio.generato", communication_email="ufficio@example.org")
    key = str(uuid.uuid4())
    created = create_mailbox.sync_detailed(client=client, body=body, idempotency_key=key)
    repeated = create_mailbox.sync_detailed(client=client, body=body, idempotency_key=key)
    assert created.status_code == 201 and created.parsed.state is MailboxState.ACTIVE
    assert created.headers["location"] == f"/api/v1/mailboxes/{created.parsed.id}"
    assert repeated.parsed == created.parsed and repeated.headers["idempotency-replayed"] == "true"
    return created.parsed


@step
def found():
    """read it"""
    found = get_mailbox.sync_detailed(created.id, client=client)
    assert found.parsed == created
    return found


@step
def addresses():
    """go through the list page by page"""
    addresses, cursor = [], None
    while True:
        query = {"cursor": cursor} if cursor else {}
        page = list_mailboxes.sync(client=client, domain=domain, state=[MailboxState.ACTIVE], limit=50, **query)
        assert isinstance(page, MailboxPage)
        addresses += [mailbox.address for mailbox in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return addresses


assert len(addresses) > 50 and len(addresses) == len(set(addresses)), len(addresses)
assert created.address in addresses


@step
def updated():
    """change it with If-Match"""
    etag = found.headers["etag"]
    body = MailboxPatch(state=MailboxStateChange.DISABLED, quota_mb=2000)
    updated = update_mailbox.sync_detailed(created.id, client=client, body=body, if_match=etag)
    assert updated.parsed.state is MailboxState.DISABLED and updated.parsed.quota_mb == 2000
    assert updated.headers["etag"] != etag
    return updated


@step
def stale():
    """see that a change to an old version is refused"""
    etag = found.headers["etag"]
    refused = update_mailbox.sync(created.id, client=client, body=MailboxPatch(quota_mb=3000), if_match=etag)
    assert isinstance(refused, Problem) and refused.code is ProblemCode.STALE


@step
def invalid():
    """see which fields of a form are refused"""
    body = MailboxCreate(domain=domain, local_part="a..b", communication_email="nobody")
    refused = create_mailbox.sync(client=client, body=body)
    assert isinstance(refused, Problem) and refused.code is ProblemCode.VALIDATION
    faults = {error.pointer: error.code for error in refused.errors}
    assert faults == {
        "/local_part": FaultCode.MISPLACED_DOT,
        "/communication_email": FaultCode.INVALID_EMAIL,
    }, faults


@step
def imported():
    """upload a file of mailboxes, and read the expected outcome of each row"""
    table = "casella;e-mail di comunicazione\nufficio.importato;importato@example.org\nufficio.generato;x@example.org\n"
    file = File(payload=io.BytesIO(table.encode()), file_name="caselle.csv", mime_type="text/csv")
    job = create_import.sync(client=client, body=file, domain=domain, file_name="caselle.csv")
    deadline = time.monotonic() + 30
    while job.state is JobState.CHECKING and time.monotonic() < deadline:
        time.sleep(0.2)
        job = get_job.sync(job.id, client=client)
    assert job.state is JobState.READY, job
    rows = list_job_rows.sync(job.id, client=client).items
    assert [row.outcome for row in rows] == [JobRowOutcome.TO_DO, JobRowOutcome.FAILED], rows
    assert rows[1].code is ProblemCode.MAILBOX_DIFFERS, rows[1]


@step
def contract():
    """download a sealed contract"""
    contracts = list_contracts.sync(client=client, state=[ContractState.SEALED]).items
    file = get_contract_file.sync(contracts[0].id, client=client)
    assert file.payload.read(5) == b"%PDF-"


# The format of cargo test, which scripts/tally reads.
print(*steps, sep="\n")
print(f"test result: client. {len(steps)} passed; 0 failed")
