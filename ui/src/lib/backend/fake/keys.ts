/** The first start, keys, passphrases and backups in the fake. A secret is right when it is long enough. */
import type { BackupOutcome } from '../generated/BackupOutcome';
import type { BackupView } from '../generated/BackupView';
import type { RestoredDecision } from '../generated/RestoredDecision';
import type { Session } from '../generated/Session';
import type { Settings } from '../generated/Settings';
import { at, count, no, say } from './explain';
import type { Room } from './room';

export class FakeKeys {
  constructor(private readonly room: Room) {}

  #become(change: Partial<Session>): Session {
    this.room.session = { ...this.room.session, ...change };
    return this.room.session;
  }

  open = (): Session => this.#become({ stage: { stage: 'ready' } });

  unlock(secret: string): Session {
    const { stage } = this.room.session;
    const byPassphrase = stage.stage === 'needs_recovery_key' && stage.passphrase;
    if (secret.length < 20) throw no('wrong_key', byPassphrase ? 'error-passphrase-wrong' : 'error-key-shape');
    return this.open();
  }

  begin(passphrase: string): Session {
    if (passphrase.length < 12) throw no('bad_input', 'error-passphrase-weak');
    return this.open();
  }

  passphrase(passphrase: string | null): Settings {
    if (passphrase !== null && passphrase.length < 12) throw no('bad_input', 'error-passphrase-weak');
    this.room.settings = { ...this.room.settings, passphrase: passphrase === null ? 'none' : 'set' };
    return this.room.settings;
  }

  confirm(): void {
    this.#become({ recovery_key_confirmed: true });
  }

  recoveryKey = (): { groups: string[] } => ({
    groups: Array.from({ length: 14 }, (_, nth) => `K${nth}QX`.padEnd(4, '7').slice(0, 4)),
  });

  backUp(name: string): BackupOutcome {
    const contacts = this.room.contacts.size;
    this.room.settings = { ...this.room.settings, last_backup: Date.now() };
    return {
      contacts,
      bytes: 458_752,
      passphrase: false,
      path: `/home/ali/Downloads/${name}.lanyard-backup`,
      sentence: say('backup-done', { count: count(contacts) }),
    };
  }

  /** A file of one byte is no backup. */
  give(file: Uint8Array): BackupView {
    if (file.length === 1) throw no('bad_input', 'backup-not-one');
    const made_at = Date.now() - 7_200_000;
    const sentence = say('backup-about', { count: count(214), at: at(made_at) });
    return { made_at, contacts: 214, app: '0.1.0', passphrase: true, sentence };
  }

  restore(secret: string | null): Session {
    if (secret === null) throw no('wrong_key', 'backup-needs-key');
    if (secret.length < 12) throw no('wrong_key', 'backup-wrong-secret');
    return this.#become({ stage: { stage: 'ready' }, restored: 'asked' });
  }

  decide(decision: RestoredDecision): Session {
    return this.#become({ restored: decision === 'replaces' ? 'settled' : 'copy' });
  }
}
