"""The tables. MIGRATIONS is appended to, never edited: a store of version n has seen the first n."""

MIGRATIONS: tuple[str, ...] = (
    """
CREATE TABLE fact (key TEXT PRIMARY KEY, value TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE sequence (year INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;

CREATE TABLE organisation (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, left_on TEXT) STRICT;
CREATE TABLE organisation_role (
  id INTEGER PRIMARY KEY, organisation_id INTEGER NOT NULL REFERENCES organisation,
  role TEXT NOT NULL CHECK (role IN ('dcc_user', 'non_dcc_user')),
  valid_from TEXT NOT NULL, valid_to TEXT, source TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX organisation_role_now ON organisation_role (organisation_id) WHERE valid_to IS NULL;
CREATE TABLE mpid (
  id INTEGER PRIMARY KEY, organisation_id INTEGER NOT NULL REFERENCES organisation,
  mpid TEXT NOT NULL, fuel TEXT NOT NULL CHECK (fuel IN ('', 'electricity', 'gas')),
  valid_from TEXT NOT NULL, valid_to TEXT, source TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX mpid_now ON mpid (mpid, fuel) WHERE valid_to IS NULL;
CREATE TABLE alias (
  organisation_id INTEGER NOT NULL REFERENCES organisation, alias TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE, source TEXT NOT NULL) STRICT;
CREATE TABLE domain (
  organisation_id INTEGER NOT NULL REFERENCES organisation, domain TEXT NOT NULL, source TEXT NOT NULL,
  UNIQUE (organisation_id, domain)) STRICT;
CREATE TABLE contact (
  id INTEGER PRIMARY KEY, organisation_id INTEGER NOT NULL REFERENCES organisation,
  slot TEXT NOT NULL CHECK (slot IN ('main', 'alternative')),
  name TEXT NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL,
  valid_from TEXT NOT NULL, valid_to TEXT, source TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX contact_now ON contact (organisation_id, slot) WHERE valid_to IS NULL;

CREATE TABLE registration_load (
  generation INTEGER PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('loading', 'active', 'retired')),
  loaded_at TEXT NOT NULL, source TEXT NOT NULL, taken INTEGER NOT NULL, refused INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX registration_load_active ON registration_load (state) WHERE state = 'active';
CREATE TABLE registration (
  generation INTEGER NOT NULL, mpxn TEXT NOT NULL, effective_from TEXT NOT NULL, effective_to TEXT,
  fuel TEXT NOT NULL CHECK (fuel IN ('electricity', 'gas')), mpid TEXT NOT NULL,
  PRIMARY KEY (generation, mpxn, effective_from)) STRICT, WITHOUT ROWID;
CREATE TABLE device (
  generation INTEGER NOT NULL, device TEXT NOT NULL, mpxn TEXT NOT NULL,
  PRIMARY KEY (generation, device, mpxn)) STRICT, WITHOUT ROWID;

CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL, folder TEXT NOT NULL, uidvalidity INTEGER NOT NULL, uid INTEGER NOT NULL,
  internal_date TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL,
  raw BLOB, whole INTEGER NOT NULL CHECK (whole IN (0, 1)), shadow INTEGER NOT NULL CHECK (shadow IN (0, 1)),
  owned_at TEXT NOT NULL, moved_at TEXT,
  level TEXT NOT NULL CHECK (level IN ('proved', 'likely', 'unproved')), level_why TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,
  last_error TEXT NOT NULL DEFAULT '',
  disposition TEXT CHECK (disposition IN ('relayed', 'recorded', 'held', 'ignored')),
  kind TEXT NOT NULL DEFAULT '', decided_at TEXT, reasons TEXT NOT NULL DEFAULT '[]',
  rules TEXT NOT NULL DEFAULT '[]', alerts_read INTEGER NOT NULL DEFAULT 0,
  message_id TEXT NOT NULL DEFAULT '', sender TEXT NOT NULL DEFAULT '', subject TEXT NOT NULL DEFAULT '',
  organisation_id INTEGER REFERENCES organisation,
  receipt TEXT NOT NULL DEFAULT 'none' CHECK (receipt IN ('none', 'owed', 'written', 'held_back')),
  receipt_to TEXT NOT NULL DEFAULT '',
  UNIQUE (account, folder, uidvalidity, uid, internal_date, size)) STRICT;
CREATE INDEX message_sha256 ON message (sha256);
CREATE INDEX message_waiting ON message (id) WHERE disposition IS NULL;
CREATE INDEX message_unmoved ON message (id) WHERE moved_at IS NULL;
CREATE INDEX message_owed ON message (id) WHERE receipt = 'owed';

CREATE TABLE alert (
  id INTEGER PRIMARY KEY, reference TEXT NOT NULL UNIQUE,
  message_id INTEGER NOT NULL REFERENCES message, ordinal INTEGER NOT NULL,
  mpxn TEXT NOT NULL, device TEXT NOT NULL, code TEXT NOT NULL, counter TEXT NOT NULL,
  raised_at TEXT, facts TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('relayed', 'not_for_relay', 'repeated', 'held', 'disputed')),
  organisation_id INTEGER REFERENCES organisation, forwarder_id INTEGER REFERENCES organisation,
  repeats_id INTEGER REFERENCES alert, may_repeat TEXT NOT NULL DEFAULT '',
  sender_can_act INTEGER NOT NULL DEFAULT 0, reasons TEXT NOT NULL, decided_at TEXT NOT NULL,
  UNIQUE (message_id, ordinal)) STRICT;
CREATE INDEX alert_mpxn ON alert (mpxn, code) WHERE mpxn <> '';
CREATE INDEX alert_device ON alert (device, code) WHERE device <> '';

CREATE TABLE letter (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, message_id TEXT NOT NULL, recipient TEXT NOT NULL,
  mail_id INTEGER REFERENCES message, alert_id INTEGER REFERENCES alert,
  organisation_id INTEGER REFERENCES organisation, slot TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('due', 'sending', 'sent', 'deferred', 'failed', 'not_sent')),
  created_at TEXT NOT NULL, due_at TEXT NOT NULL, attempted_at TEXT, answered_at TEXT, sent_at TEXT,
  attempts INTEGER NOT NULL DEFAULT 0, uncertain INTEGER NOT NULL DEFAULT 0, resent INTEGER NOT NULL DEFAULT 0,
  redirected_to TEXT NOT NULL DEFAULT '', status TEXT NOT NULL DEFAULT '', explanation TEXT NOT NULL DEFAULT '',
  content BLOB NOT NULL) STRICT;
CREATE UNIQUE INDEX letter_message_id ON letter (message_id) WHERE state <> 'not_sent';
CREATE INDEX letter_due ON letter (due_at) WHERE state IN ('due', 'deferred');
CREATE INDEX letter_alert ON letter (alert_id);
CREATE INDEX letter_mail ON letter (mail_id);
CREATE INDEX letter_attempted ON letter (attempted_at);

CREATE TABLE held (
  id INTEGER PRIMARY KEY, message_id INTEGER NOT NULL REFERENCES message,
  alert_id INTEGER REFERENCES alert, reasons TEXT NOT NULL, opened_at TEXT NOT NULL,
  closed_at TEXT, outcome TEXT CHECK (outcome IN ('released', 'routed', 'discarded', 'decided again')),
  closed_by TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',
  CHECK ((closed_at IS NULL) = (outcome IS NULL))) STRICT;
CREATE UNIQUE INDEX held_open_alert ON held (alert_id) WHERE closed_at IS NULL AND alert_id IS NOT NULL;
CREATE UNIQUE INDEX held_open_mail ON held (message_id) WHERE closed_at IS NULL AND alert_id IS NULL;

CREATE TABLE peer_count (
  day TEXT NOT NULL, peer TEXT NOT NULL, letters INTEGER NOT NULL, held_back INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (day, peer)) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, what TEXT NOT NULL, ref TEXT NOT NULL, detail TEXT NOT NULL,
  previous TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE INDEX journal_ref ON journal (ref);
CREATE INDEX journal_what ON journal (what);
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
""",
    """
ALTER TABLE organisation ADD COLUMN receipts TEXT NOT NULL DEFAULT 'each'
  CHECK (receipts IN ('each', 'daily', 'problems'));
ALTER TABLE contact ADD COLUMN suspect_since TEXT;
ALTER TABLE contact ADD COLUMN suspect_how TEXT NOT NULL DEFAULT '' CHECK (suspect_how IN ('', 'dialogue', 'report'));
ALTER TABLE contact ADD COLUMN suspect_why TEXT NOT NULL DEFAULT '';

ALTER TABLE message ADD COLUMN receipt_letter_id INTEGER REFERENCES letter;
ALTER TABLE alert ADD COLUMN told TEXT NOT NULL DEFAULT '';
ALTER TABLE alert ADD COLUMN tell_at TEXT;
CREATE INDEX alert_tell ON alert (tell_at) WHERE tell_at IS NOT NULL;
CREATE INDEX alert_disputed ON alert (state) WHERE state = 'disputed';
CREATE INDEX alert_decided ON alert (decided_at);
CREATE INDEX alert_repeats ON alert (repeats_id) WHERE repeats_id IS NOT NULL;
CREATE INDEX alert_supplier ON alert (organisation_id, decided_at);
CREATE TABLE alert_note (
  id INTEGER PRIMARY KEY, alert_id INTEGER NOT NULL REFERENCES alert, at TEXT NOT NULL,
  by TEXT NOT NULL, note TEXT NOT NULL) STRICT;
CREATE INDEX alert_note_alert ON alert_note (alert_id);

ALTER TABLE letter ADD COLUMN rank INTEGER NOT NULL DEFAULT 2;
UPDATE letter SET rank = 1 WHERE kind = 'relayed_alert';
ALTER TABLE letter ADD COLUMN failover_at TEXT;
ALTER TABLE letter ADD COLUMN bounced_at TEXT;
ALTER TABLE letter ADD COLUMN away_at TEXT;
ALTER TABLE letter ADD COLUMN received_at TEXT;
CREATE INDEX letter_turn ON letter (rank, organisation_id, due_at) WHERE state IN ('due', 'deferred');
CREATE INDEX letter_failover ON letter (failover_at) WHERE failover_at IS NOT NULL;
CREATE INDEX letter_recipient ON letter (recipient, sent_at);
CREATE TABLE bundle (
  letter_id INTEGER NOT NULL REFERENCES letter, alert_id INTEGER NOT NULL REFERENCES alert,
  PRIMARY KEY (letter_id, alert_id)) STRICT, WITHOUT ROWID;
CREATE INDEX bundle_alert ON bundle (alert_id);
CREATE VIEW alert_letter AS
  SELECT alert_id, id AS letter_id FROM letter WHERE alert_id IS NOT NULL
  UNION ALL SELECT alert_id, letter_id FROM bundle;
CREATE TABLE bundling (
  alert_id INTEGER PRIMARY KEY REFERENCES alert, organisation_id INTEGER NOT NULL REFERENCES organisation,
  queued_at TEXT NOT NULL, shadow INTEGER NOT NULL CHECK (shadow IN (0, 1))) STRICT;
CREATE INDEX bundling_organisation ON bundling (organisation_id, shadow, queued_at);

CREATE TABLE held_renewed (
  id INTEGER PRIMARY KEY, message_id INTEGER NOT NULL REFERENCES message,
  alert_id INTEGER REFERENCES alert, reasons TEXT NOT NULL, opened_at TEXT NOT NULL,
  closed_at TEXT, outcome TEXT CHECK (outcome IN ('released', 'routed', 'discarded', 'decided again', 'settled')),
  closed_by TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',
  claimed_at TEXT, claimed_by TEXT NOT NULL DEFAULT '',
  duty_at TEXT, duty_letters INTEGER NOT NULL DEFAULT 0,
  CHECK ((closed_at IS NULL) = (outcome IS NULL))) STRICT;
INSERT INTO held_renewed (id, message_id, alert_id, reasons, opened_at, closed_at, outcome, closed_by, note)
  SELECT id, message_id, alert_id, reasons, opened_at, closed_at, outcome, closed_by, note FROM held;
DROP TABLE held;
ALTER TABLE held_renewed RENAME TO held;
CREATE UNIQUE INDEX held_open_alert ON held (alert_id) WHERE closed_at IS NULL AND alert_id IS NOT NULL;
CREATE UNIQUE INDEX held_open_mail ON held (message_id) WHERE closed_at IS NULL AND alert_id IS NULL;
CREATE TABLE held_note (
  id INTEGER PRIMARY KEY, held_id INTEGER NOT NULL REFERENCES held, at TEXT NOT NULL,
  by TEXT NOT NULL, note TEXT NOT NULL) STRICT;
CREATE INDEX held_note_held ON held_note (held_id);

CREATE TABLE incident (
  id INTEGER PRIMARY KEY, alert_id INTEGER NOT NULL REFERENCES alert,
  kind TEXT NOT NULL CHECK (kind IN ('not_ours', 'recall')), organisation_id INTEGER REFERENCES organisation,
  disclosed TEXT NOT NULL, reason TEXT NOT NULL, known_at TEXT NOT NULL, opened_by TEXT NOT NULL,
  deleted_at TEXT, closed_at TEXT, closed_by TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX incident_alert ON incident (alert_id);
CREATE TABLE device_said (
  device TEXT NOT NULL, mpxn TEXT NOT NULL, organisation_id INTEGER NOT NULL REFERENCES organisation,
  said_at TEXT NOT NULL, message_id INTEGER NOT NULL REFERENCES message,
  PRIMARY KEY (device, mpxn, organisation_id)) STRICT, WITHOUT ROWID;
CREATE TABLE digest (
  number INTEGER PRIMARY KEY, day TEXT NOT NULL UNIQUE, since TEXT NOT NULL, until TEXT NOT NULL,
  subject TEXT NOT NULL, text TEXT NOT NULL, letter_id INTEGER REFERENCES letter, written_at TEXT NOT NULL) STRICT;
CREATE TABLE alarm (
  id INTEGER PRIMARY KEY, part TEXT NOT NULL, sentence TEXT NOT NULL, raised_at TEXT NOT NULL, cleared_at TEXT,
  letter_id INTEGER REFERENCES letter, recovery_letter_id INTEGER REFERENCES letter) STRICT;
CREATE UNIQUE INDEX alarm_open ON alarm (part) WHERE cleared_at IS NULL;
""",
)
