# What the engine says: why a contact is where it is, what happens next, who must act.
# Arguments: $crm the destination's name, $at and $since times, $left a span, $ahead and $count numbers, $field a field's
# name, $says the CRM's own words.

# Why
why-saved = Written to disk { $at }. No destination chosen.
why-earlier = Captured { $at }, before { $crm } was connected.
next-earlier = It goes to { $crm } after your yes: see Review.
why-earlier-stay = Captured { $at }, before { $crm } was connected, and left on this laptop.
why-cause-earlier = { $count ->
    [one] 1 contact was captured before { $crm } was connected. It goes there after your yes.
   *[other] { $count } contacts were captured before { $crm } was connected. They go there after your yes.
}
why-cause-earlier-stay = { $count ->
    [one] 1 contact from before { $crm } was connected stays on this laptop.
   *[other] { $count } contacts from before { $crm } was connected stay on this laptop.
}
done-tagged = { $count ->
    [0] All of them have this tag already.
    [one] 1 contact has the tag now.
   *[other] { $count } contacts have the tag now.
}
done-earlier = { $count ->
    [one] 1 contact is on its way.
   *[other] { $count } contacts are on their way.
}
done-earlier-stay = { $count ->
    [one] 1 contact stays on this laptop.
   *[other] { $count } contacts stay on this laptop.
}
why-held-grace = Sends in { $left }, or when you leave the card.
why-held-consent = Waiting for consent.
why-held-refused = They said no when they were asked: nothing is sent.
why-held-review = Waiting for your review.
why-held-incomplete = { $crm } needs a name, an e-mail or a badge number.
why-held-unresolved = Only an ID so far: name it, or wait for the list.
why-queued =
    { $ahead ->
        [0] Goes to { $crm } next.
       *[other] Goes to { $crm } when online. { $ahead } ahead of it.
    }
why-queued-offline =
    { $ahead ->
        [0] Goes to { $crm } when online. It is safe on this laptop.
       *[other] Goes to { $crm } when online. { $ahead } ahead of it.
    }
why-queued-offline-since =
    { $ahead ->
        [0] Goes to { $crm } when online. Offline since { $since }; it is safe on this laptop.
       *[other] Goes to { $crm } when online. Offline since { $since }; { $ahead } ahead of it.
    }
why-throttled = { $crm } asks us to wait.
why-resting = { $crm } gave no good answer several times in a row, so Lanyard rests before it tries again.
why-restored = This store was copied or restored from a backup, so nothing goes to { $crm } yet. The contact is safe here.
why-sign-in = { $crm } no longer accepts our sign-in. The contact is safe here.
why-disk-full = The disk is full. What was confirmed is safe, but nothing is sent or taken in: free 200 MB.
why-sign-in-banner = { $crm } no longer accepts our sign-in. Contacts are safe on this laptop.
why-sending = Try { $try }, started { $at }.
why-sending-now = Try { $try }, under way.
why-checking = { $crm } did not answer. It may have arrived, so Lanyard looks first and sends again only if it is not there.
why-waiting = { $crm } could not take it just now.
why-synced = In { $crm } as { $id } since { $at }.
why-synced-undated = In { $crm } as { $id }.
why-differs = { $field } differs in { $crm }: choose.
why-parked-invalid-field = { $crm } does not accept “{ $field }”: { $says }
why-parked-unknown-property = { $crm } does not know the property “{ $property }”: change what goes where.
next-parked-unknown-property = Choose another field, or make this one there; all of them then go again.
why-parked-invalid-property = { $crm } does not accept the property “{ $property }”: { $says }
why-parked-invalid = { $crm } does not accept this contact: { $says }
why-parked-belongs-to-someone-else =
    { $count ->
        [one] { $crm } has { $name } under this e-mail: the same person?
       *[other] { $crm } has { $count } records under this e-mail, { $name } among them: which one is it?
    }
why-parked-belongs-to-hidden = { $crm } says this e-mail is taken, but does not show by whom.
why-parked-maybe-there =
    { $count ->
        [0] { $crm } did not answer, and this contact has nothing by which to find it there: look whether it arrived.
        [one] { $crm } did not answer. One record there looks like it.
       *[other] { $crm } did not answer. { $count } records there look like it.
    }
why-parked-deleted-there = Deleted in { $crm }: keep it here, or send it as new?
why-parked-refused = { $crm } refuses it: { $says }
why-parked-refused-silently = { $crm } refuses it without saying why.
why-removing = Deleted here; { $crm } is told when online.
why-removed-here = Deleted here, and in { $crm }.
why-removed-there = Deleted in { $crm }.
why-removed-unsent = Deleted here. It had not been sent anywhere.

# Many at once
why-sum-missing =
    { $count ->
        [one] The sum is off: of { $captured } captured, 1 contact stands nowhere.
       *[other] The sum is off: of { $captured } captured, { $count } contacts stand nowhere.
    }
why-sum-surplus = The sum is off: { $captured } were captured, but { $accounted } are counted.
next-sum-off = What was captured is still in the store. Make a copy of the data folder, then have the store looked at.
why-cause-belongs-to-someone-else = { $crm } has the e-mails of these { $count } contacts under other names: the same people?
why-cause-maybe-there = { $crm } did not answer for these { $count } contacts: look whether they arrived.
why-cause-deleted-there = These { $count } contacts were deleted in { $crm }: send them as new, or remove them here?
why-cause-changed-there = These { $count } contacts were removed here, but somebody changed their records in { $crm } since.
why-cause-grace =
    { $count ->
        [one] 1 card is still open, so it can be undone.
       *[other] { $count } cards are still open, so they can be undone.
    }
why-cause-unresolved = Only an ID so far: name them, or wait for the list.
why-purge =
    { $count ->
        [one] 1 contact has been in the CRM for { $days } days by its own clock. It can be erased here.
       *[other] { $count } contacts have been in the CRM for { $days } days by its own clock. They can be erased here.
    }
done-purged =
    { $count ->
        [one] 1 contact erased here. Its record in the CRM stays.
       *[other] { $count } contacts erased here. Their records in the CRM stay.
    }
done-again =
    { $count ->
        [one] 1 contact goes again.
       *[other] { $count } contacts go again.
    }
done-removed =
    { $count ->
        [one] 1 contact removed here.
       *[other] { $count } contacts removed here.
    }
done-undone =
    { $count ->
        [one] Undone for 1 contact.
       *[other] Undone for { $count } contacts.
    }
done-released =
    { $count ->
        [one] 1 contact may go now.
       *[other] { $count } contacts may go now.
    }
done-settled =
    { $count ->
        [one] 1 difference settled.
       *[other] { $count } differences settled.
    }

# Next
next-held-grace = Then it goes to { $crm } by itself.
next-held-consent = A yes on the card or here lets it go.
next-held-refused = It stays on this laptop. A later yes would let it go.
next-offline = Goes by itself as soon as { $crm } can be reached.
next-when-online = As soon as { $crm } can be reached again.
next-soon = Soon, by itself.
next-throttled = Next try { $at }.
next-resting = Next try { $at }.
next-restored = A person says whether this laptop replaces the one it came from; then Lanyard looks what is there already, and goes on.
next-sign-in = Once someone signs in again, everything goes by itself.
next-sending = The answer is due within 20 seconds.
next-checking = Looks at { $at }.
next-waiting = Next try { $at }.
next-removing = As soon as { $crm } can be reached.
next-altered = { $crm } keeps its own version of “{ $field }”.
next-parked-invalid = Correct it, and it goes again by itself.
next-parked-belongs-to-someone-else = Nothing is written until you choose.
next-parked-maybe-there = Nothing is sent again until you say so.
next-parked-deleted-there = Nothing is sent again until you say so.
next-parked-refused = Nothing is sent again until someone retries.

# The network's story and outcomes
story-no-destination =
    { $count ->
        [0] No destination yet. Captures stay on this laptop.
        [one] No destination yet. 1 contact is safe on this laptop.
       *[other] No destination yet. { $count } contacts are safe on this laptop.
    }
story-offline =
    { $count ->
        [0] Offline since { $since }. Nothing waits.
        [one] Offline since { $since }. 1 contact is safe on this laptop.
       *[other] Offline since { $since }. { $count } contacts are safe on this laptop.
    }
story-offline-undated =
    { $count ->
        [0] { $crm } cannot be reached. Nothing waits.
        [one] { $crm } cannot be reached. 1 contact is safe on this laptop.
       *[other] { $crm } cannot be reached. { $count } contacts are safe on this laptop.
    }
story-all-synced = Everything is in { $crm }.
story-nothing-yet = { $crm } is connected. Nothing captured yet.
story-not-heard-yet = { $crm } has not answered yet. Nothing captured yet.
story-sending =
    { $count ->
        [one] 1 contact is yet to reach { $crm }.
       *[other] { $count } contacts are yet to reach { $crm }.
    }
story-throttled =
    { $count ->
        [0] { $crm } asks us to wait. Nothing waits here.
        [one] { $crm } asks us to wait. 1 contact is safe on this laptop.
       *[other] { $crm } asks us to wait. { $count } contacts are safe on this laptop.
    }
story-resting =
    { $count ->
        [0] { $crm } is in trouble. Nothing waits here.
        [one] { $crm } is in trouble. 1 contact is safe on this laptop.
       *[other] { $crm } is in trouble. { $count } contacts are safe on this laptop.
    }
story-sign-in =
    { $count ->
        [0] { $crm } no longer accepts our sign-in. Nothing waits here.
        [one] { $crm } no longer accepts our sign-in. 1 contact is safe on this laptop.
       *[other] { $crm } no longer accepts our sign-in. { $count } contacts are safe on this laptop.
    }
story-attention =
    { $count ->
        [one] 1 contact needs you; the rest is in { $crm }.
       *[other] { $count } contacts need you; the rest is in { $crm }.
    }
sync-outcome = { $sent } sent, { $waiting ->
        [one] 1 waits
       *[other] { $waiting } wait
    }, { $attention ->
        [one] 1 needs you
       *[other] { $attention } need you
    }.
sync-outcome-offline =
    { $waiting ->
        [one] { $crm } cannot be reached. 1 contact waits safely on this laptop.
       *[other] { $crm } cannot be reached. { $waiting } contacts wait safely on this laptop.
    }
sync-outcome-no-destination = No destination yet: choose one in the settings.
test-made = The test contact “Lanyard Test contact” was made in { $crm }.
test-read = It was read back: what stands there is what was sent.
test-removed = It was taken away again. Nothing of it is left in { $crm }.
test-not-made = The test contact was not made in { $crm }, or it is not known yet whether it was.
test-not-removed = It is not taken away from { $crm } yet. Lanyard does that by itself as soon as it can, after a start anew too.
check-ok = { $crm } answers, and the sign-in works.
check-unreachable = { $crm } cannot be reached at this address. Contacts wait safely on this laptop.
check-portal = Something else answers in the place of { $crm }: is there a sign-in page of this network?
check-sign-in = { $crm } does not accept this sign-in. Check the token or key.
check-scope = The sign-in works at { $crm }, but it may not read and write contacts.
check-busy = { $crm } is there but cannot answer just now. Try again in a minute.
check-odd = The answer is not the one { $crm } gives. Check the address.
health-online = { $crm } answers.
health-unknown = { $crm } was not asked yet.

# What happened
event-captured = Captured and written to disk
event-captured-by = Captured by { $who } and written to disk
event-captured-again = Captured again
event-edited = { $field } changed
event-edited-more = { $field } and { $more } more changed
event-merged = Merged with { $name }
event-answered = Answer to: { $question }
event-consent-given = Agreed, asked by { $who } (words of version { $version })
event-consent-refused = Said no, asked by { $who } (words of version { $version })
event-consent-given-kiosk = Agreed in kiosk mode (words of version { $version })
event-consent-refused-kiosk = Said no in kiosk mode, or nothing (words of version { $version })
event-created = New record in { $crm }
event-updated = Record changed in { $crm }
event-deleted = Record deleted in { $crm }
event-note-created = Note written in { $crm }
event-note-updated = Note changed in { $crm }
event-note-deleted = Note removed in { $crm }
event-surplus-deleted = A second record of the same contact removed in { $crm }
event-under-way = On its way to { $crm }
event-found = Read in { $crm }
event-found-email = Looked for the e-mail in { $crm }
event-found-marker = Looked for our mark in { $crm }
event-found-like = Looked for a record like it in { $crm }
event-found-notes = Looked for the note in { $crm }
event-failed = { $crm } could not take it
event-unknown = No answer from { $crm }
event-auth = { $crm } did not accept our sign-in
event-throttled = { $crm } asked us to wait
event-transient = { $crm } could not be reached, or was busy
event-conflict = { $crm } has the same key already
event-stale = { $crm } has a newer version of the record
event-gone = The record is no longer in { $crm }
event-invalid = { $crm } does not accept a value
event-protocol = { $crm } gave an answer it should not
event-waits = Waits { $wait } s after that.
event-looks = Looks whether it arrived after { $wait } s.
event-more =
    Request { $try }, { $op ->
        [create] create
        [update] change
        [delete] delete
        [get] read
       *[other] search
    }: answer { $status } after { $took } ms.
event-more-request =
    Request { $try }, { $op ->
        [create] create
        [update] change
        [delete] delete
        [get] read
       *[other] search
    }: answer { $status } after { $took } ms, request id { $request }.
event-more-silent =
    Request { $try }, { $op ->
        [create] create
        [update] change
        [delete] delete
        [get] read
       *[other] search
    }: no answer within { $took } ms.
event-more-open =
    Request { $try }, { $op ->
        [create] create
        [update] change
        [delete] delete
        [get] read
       *[other] search
    }.

# Codes that are not a contact
refused-wifi = This is a Wi-Fi code, not a contact. Nothing was stored.
refused-payment = This is a payment code, not a contact. Nothing was stored.
refused-otp = This is a one-time password, not a contact. Nothing was stored.
refused-empty = This code is empty. Nothing was stored.
refused-unsafe-url = This code would run something on this laptop. It is not a contact; nothing was stored.
refused-app-store = This code leads to an app, not to a contact. Nothing was stored.
refused-setup = This code sets up a device or an account, and is not a contact. Nothing was stored.
refused-document = This is an official or travel document, which says more about a person than a contact. Nothing was stored.
refused-nothing-typed = Type at least a name, an e-mail or a phone number. Nothing was stored.

# Recipes of badges
recipe-no-toml = Line { $line }: this is not TOML ({ $detail }).
recipe-too-long = The recipe is longer than 64 KiB. A recipe is a page at most; look whether it is the right file.
recipe-later = Line { $line }: the recipe is written for a later Lanyard. Update Lanyard to use it.
recipe-unknown-key = Line { $line }: no recipe has “{ $key }”. Look for a slip in its spelling.
recipe-missing = Line { $line }: “{ $key }” is missing.
recipe-shape = Line { $line }: the value of “{ $key }” is not one that it can have.
recipe-one-way = Line { $line }: a recipe has exactly one of delimited, pattern, json, url, named and fixed.
recipe-unknown-field = Line { $line }: there is no field “{ $key }”. The fields are in the recipes' manual.
recipe-twice = Line { $line }: “{ $key }” holds one value, and is given twice.
recipe-pattern = Line { $line }: the pattern cannot be read ({ $detail }).
recipe-runaway = Line { $line }: the pattern would take too much memory. Make its repetitions smaller.
recipe-no-field = Line { $line }: the recipe fills no field.

# Pictures
photo-empty = The file is empty.
photo-not-a-picture = This is not a picture Lanyard can read. PNG, JPEG, WebP, GIF and BMP are.
photo-too-large = The picture is too large: at most 50 megapixels and 64 MB. Crop it around the code.
photo-damaged = The picture is damaged. Take it again, or save it anew.
photo-heic = This is a HEIC picture, which Lanyard does not read. Send it from the phone as JPEG; on an iPhone choose Settings, Camera, Formats, Most Compatible for the next ones.
photo-other-kind = This is a { $kind } picture, which Lanyard does not read. Save it as JPEG or PNG.
photo-raw = This is a camera's raw picture, which Lanyard does not read. Bring the JPEG that was taken with it.
photo-film = This is a film. Bring a still picture of the badge.
photo-pdf = This is a PDF. Open it, and bring a screenshot of the badge.

# Hard starts
start-needs-key = The key of this store is not in the keychain. Nothing is lost: enter the recovery key or the passphrase, or unlock the keychain and try again.
start-keychain-locked = The keychain is locked or not there, so the key of this store cannot be read. Nothing is lost: unlock it and try again, or enter the recovery key or the passphrase.
start-key-wrong = The key that is kept does not open this store. Nothing is lost: enter the recovery key of this store.
start-no-keychain = This system has no keychain that Lanyard can use, so nothing is stored yet. Choose a passphrase, or start with --key-file and a file that holds the key.
start-first-keychain-locked = The keychain is locked, so no key can be made for a new store. Nothing is stored unencrypted: unlock it and try again.
start-first-keychain-damaged = The keychain does not give back what it was given, so no key is trusted to it. Repair it, or start with --key-file.
start-no-random = The system gives no random numbers, so no key can be made. Restart the computer and try again.
start-no-store = There is nothing here yet: no contact was captured in this data folder.
start-already-there = There is a store already. It is kept as it is: start again.
start-newer = This store was written by a newer Lanyard (format { $found }; this one reads up to { $ours }). It is kept as it is: install the newer version.
start-older = This store was written by an older Lanyard (format { $found }, now { $ours }). It is kept as it is: open it once to write, and it is brought up to date.
start-foreign = The file in the place of the store is not Lanyard's. It is kept as it is: choose another data folder.
start-corrupt = The store is damaged. It is kept as it is: restore a backup, or send the file to someone who can repair it.
start-busy = Another program is using the store. Close it and try again.
start-read-only = The data folder cannot be written to. Captures cannot be kept: free the folder, then start again.
start-disk-full = The disk is full. Captures cannot be kept: free 200 MB, then start again.
start-in-use = Lanyard is already open on this data folder ({ $who }).
start-in-use-unnamed = Another program already writes in this data folder. Close it and try again.
start-not-a-folder = { $path } is not a folder. Choose another data folder.
start-no-home = This system names no folder for a program's data. Name one with --data.
start-io = The data folder cannot be used. Captures cannot be kept until this is mended.
start-restoring = A restore was interrupted here. Nothing is lost: start Lanyard once to write, and it is finished.
start-network = { $path } lies on a network drive ({ $kind }). What is called saved might not be, and two laptops could write at once: choose a folder on this computer.

# Passphrase
error-tag-length = A tag is a word or a few, of at most 60 characters.
error-no-rehearsal = The rehearsal’s CRM does not run. Start Lanyard’s rehearsal again.
error-passphrase-weak = This passphrase is too easy to find. Choose at least 12 characters, better four words that do not belong together.
error-passphrase-wrong = This is not the passphrase of this store. Nothing is lost: try again, or enter the recovery key.
error-passphrase-damaged = The file with the passphrase is damaged, so no passphrase opens this store. Nothing is lost: enter the recovery key.
error-passphrase-disk = The file with the passphrase could not be read or written. What was set before still holds: look at the disk, then do it again.
error-passphrase-system = This system did not give the memory or the random numbers that a passphrase needs. Nothing was changed: close other programs and try again.
error-passphrase-other-store = This passphrase belongs to another store. Nothing is lost: enter the recovery key of this one.
error-passphrase-only-way = On this laptop only the passphrase opens the store. Write down the recovery key first, and say so.
passphrase-none = No passphrase is set.
passphrase-set = A passphrase opens this store, and every backup made since it was set.
passphrase-damaged = A passphrase was set, but its file is damaged: it opens nothing. Set it anew.

# Backups
backup-done =
    { $count ->
        [one] 1 contact is in the backup. The recovery key opens it.
       *[other] { $count } contacts are in the backup. The recovery key opens it.
    }
backup-done-passphrase =
    { $count ->
        [one] 1 contact is in the backup. The passphrase or the recovery key opens it.
       *[other] { $count } contacts are in the backup. The passphrase or the recovery key opens it.
    }
backup-about =
    { $count ->
        [one] Made { $at }, with 1 contact.
       *[other] Made { $at }, with { $count } contacts.
    }
backup-taken = There is a file of this name already. It was left as it is: choose another name.
backup-in-data-folder = A backup in the data folder would be lost together with it. Choose another place, best another disk.
backup-missing = There is no file or no folder of this name.
backup-not-one = This file is no backup of Lanyard, or only a part of one. Copy it again, or choose another.
backup-damaged = This backup changed since it was made, so nothing of it was used. Copy it again, or choose another.
backup-newer = This backup was made by a newer Lanyard (format { $found }; this one reads up to { $ours }). Install the newer version.
backup-wrong-key = This key does not open the backup. Nothing was changed: use the recovery key or the passphrase that belongs to it.
backup-wrong-secret = This is neither the recovery key nor the passphrase of this backup. Nothing was changed: try again.
backup-only-recovery-key = This backup has no passphrase: its recovery key opens it. Nothing was changed.
backup-needs-key = This laptop's key does not open the backup. Enter its recovery key or its passphrase.
backup-already-there = There is a store in this folder already. It was left as it is: choose another folder, or say --replace and it is put aside.
backup-stopped = Stopped. Nothing was changed.
backup-disk-full = The disk is full. There is no new backup and nothing was changed: make room, or choose another disk.
backup-disk = The file could not be read or written there. Nothing was changed: choose another place.
restore-done =
    { $count ->
        [one] 1 contact is restored. Nothing of it is sent until you say which laptop goes on.
       *[other] { $count } contacts are restored. Nothing of them is sent until you say which laptop goes on.
    }
restore-done-unopened =
    { $count ->
        [one] 1 contact is restored, not opened yet: its recovery key or its passphrase does that. Nothing of it is sent until you say which laptop goes on.
       *[other] { $count } contacts are restored, not opened yet: their recovery key or their passphrase does that. Nothing of them is sent until you say which laptop goes on.
    }
restore-aside = The store that was here is kept in { $path }.

# At the command line
cli-say-ask = Say --ask, and enter it.
cli-set-passphrase = A passphrase is chosen with: lanyard passphrase set
cli-ask-either = Passphrase or recovery key:
cli-ask-recovery-key = Recovery key:
cli-new-passphrase = New passphrase:
cli-once-more = Once more:
cli-not-the-same = The two are not the same. Nothing was changed.
cli-nothing-entered = Nothing was entered. Nothing was changed.
cli-more-duplicates = { $count ->
    [one] 1 more pair follows once these are decided.
   *[other] { $count } more pairs follow once these are decided.
}

# The key file
key-file-missing = There is no key file at { $path }. Make one that only you can read, and put the recovery key into it; for a new store, 64 random hexadecimal digits.
key-file-unreadable = The key file { $path } cannot be read. Check its permissions.
key-file-not-a-file = { $path } is not a file. Name the file that holds the key.
key-file-open-to-others = Others can read or change the key file { $path }. Run: chmod 600 { $path }
key-file-not-yours = The key file { $path } belongs to another user of this computer. Use one of your own.
key-file-in-data-folder = The key file { $path } lies in the data folder, beside what it locks. Move it elsewhere.
key-file-content = The key file { $path } holds no complete key. Compare it with the recovery key on paper.

# Errors
error-not-saved-full = The disk is full. The last act was not saved: free 200 MB, then do it again.
error-not-saved = It could not be written to disk. It was not saved: do it again.
error-not-ready = The store is not open yet.
error-no-such-contact = This contact is not here any more.
error-no-such-destination = This destination is not here any more.
error-too-late-to-undo = It may already have left for the CRM. Change it there, or correct it here.
error-wrong-key = This is not the recovery key of this store.
error-key-mistyped = One of the groups is mistyped: the checksum does not fit.
error-key-shape = A recovery key has 14 groups of four letters and digits.
error-secret-not-kept = The keychain does not take the access data. Nothing was changed: unlock it and save again.
error-bad-address = The address must start with https:// (http:// only for this laptop itself).
error-missing-field = This is needed.
error-grace-range = The time must lie between 0 and 300 seconds.
error-purge-range = The days must lie between 7 and 3,650; or leave it empty.
error-region = A region has two letters, such as DE.
error-frame = The picture's size does not fit its data.
error-busy = The last picture is still being read.
error-nothing-to-undo = There is nothing left to undo.
error-cannot-merge = These two cannot be merged any more: look at them again.
error-cannot-unmerge = This cannot be taken apart: it was erased, or merged once more. Undo the later merge first.
error-record-shared = Another contact here stands for the same record: remove that one first.
error-choice = This choice does not fit any more: look at it again.
error-day = No calendar has this day. Write it as year, month and day: 2026-11-22.
error-field-taken = Name a field of the CRM that nothing else goes to yet.
error-internal = Lanyard made a mistake. Nothing that was confirmed is lost; the details help to mend it.
closing-nothing = Nothing was captured yet.
closing-all = { $count ->
    [one] The one contact is in { $crm }.
   *[other] All { $count } are in { $crm }.
}
closing-some = { $count ->
    [one] 1 of { $captured } is not in { $crm } yet. It is safe on this laptop.
   *[other] { $count } of { $captured } are not in { $crm } yet. They are safe on this laptop.
}
closing-no-destination = { $count ->
    [one] 1 contact is safe on this laptop. It goes to no CRM: none is set up.
   *[other] { $count } contacts are safe on this laptop. They go to no CRM: none is set up.
}
closing-off = The sum does not add up: open Review before you close.
closing-going = { $count ->
    [one] On its way to { $crm }; it goes by itself.
   *[other] On their way to { $crm }; they go by themselves.
}
closing-differ = { $count ->
    [one] A value differs in { $crm }: choose.
   *[other] Values differ in { $crm }: choose.
}
kiosk-closed = This laptop only captures now. Staff can open it with the PIN.
kiosk-pin-shape = A PIN has 4 to 12 digits.
kiosk-pin-unusable = The system did not give what a PIN needs. Nothing was changed: try it again.
kiosk-wrong-pin = { $left ->
    [one] This is not the PIN. 1 more try before a wait.
   *[other] This is not the PIN. { $left } more tries before a wait.
}
kiosk-wait = Too many wrong PINs. The next try is in { $left }; visitors can go on meanwhile.
error-consent-too-long = { $most } characters at most: somebody has to read this before deciding.
error-consent-not-asked = The event does not ask this any more. Nothing was written down.
error-no-such-question = The event does not ask this any more, or never did. Nothing was changed.
error-too-many-questions = An event asks { $most } questions at most. Retire one first.
question-empty = Write the question.
question-too-long = This is too long for the badge: 160 characters for the question, 60 for an answer to choose.
question-how-many = Give two to nine answers to choose from, each on a line of its own: each has a digit as its key.
question-twice = Two of the answers are the same.
question-semicolon = An answer cannot hold a semicolon: it stands between several answers.
question-steps = A scale has two to ten steps.
answer-not-offered = This is none of the answers that can be chosen. The answer was left as it was.
answer-too-long = An answer holds { $most } characters at most. The answer was left as it was.

# What holds for every destination
form-when-deleted = When a record is deleted there
form-when-deleted-help = Your contact stays on this laptop in any case.
form-when-deleted-ask = Ask me
form-when-deleted-follow = Leave it deleted there
form-when-deleted-renew = Send the contact again as new
form-look-up = Whether somebody is known there
form-look-up-help = Asked while the contact is on the badge, shown as long as it is, and kept nowhere.
form-look-up-show = Show it on the badge
form-look-up-hide = Do not ask

# The form of AcmeCRM
form-acme-base-url = Address
form-acme-base-url-help = As in https://crm.example.com/api/v1. http:// only for this laptop itself.
form-acme-auth = Sign-in
form-acme-auth-bearer = Token
form-acme-auth-api-key = API key
form-acme-auth-login = E-mail and password
form-acme-email = E-mail address
form-acme-email-help = Only to sign in with e-mail and password.
form-acme-secret = Token or key
form-acme-secret-help = From AcmeCRM, under Settings, API access. It must be allowed to read and write contacts. To sign in with an e-mail address, write its password here.

# The form of HubSpot
form-hubspot-secret = Service key
form-hubspot-secret-help = In HubSpot under Settings, Integrations, Service keys. It needs crm.objects.contacts.read and .write, and for the property below crm.schemas.contacts.read and .write. With crm.objects.owners.read the owner of somebody you meet is named, too. The key of a private app that you already have works as well.
form-hubspot-capture-property = A property for Lanyard
form-hubspot-capture-property-help = Lanyard adds one property to contacts, “Lanyard capture ID”. By it a contact is there exactly once, even after a lost connection.
form-hubspot-capture-property-make = Add it, if it is missing
form-hubspot-capture-property-leave = Do not add anything
form-hubspot-new-contacts = New contacts
form-hubspot-new-contacts-help = Only what is new in HubSpot is marked. Contacts that were there before keep their stage.
form-hubspot-new-contacts-plain = Leave stage and status to HubSpot
form-hubspot-new-contacts-lead = Mark as lead with status New
form-hubspot-api-version = Version of the interface
form-hubspot-api-version-help = Leave it as it is, unless HubSpot tells you otherwise.
form-hubspot-api-version-newest = 2026-09, the newest
form-hubspot-api-version-before = 2026-03, the one before
form-hubspot-api-version-old = v3, until September 2027
form-hubspot-base-url = Address
form-hubspot-base-url-help = The same for all HubSpot accounts. Leave it as it is, unless you rehearse.

# The form of Pipedrive
form-pipedrive-base-url = Company domain
form-pipedrive-base-url-help = The name before .pipedrive.com in your browser, or the whole address.
form-pipedrive-secret = API token
form-pipedrive-secret-help = In Pipedrive under your name, Company settings, Personal preferences, API. Contacts are sent in the name of the person whose token it is.
form-pipedrive-own-fields = Fields for Lanyard
form-pipedrive-own-fields-help = Lanyard adds two fields to people, “Lanyard capture ID” and “Job title”, unless they are there. By the first one a contact is found again after a lost connection. Only an admin may add fields.
form-pipedrive-own-fields-make = Add them, if they are missing
form-pipedrive-own-fields-leave = Do not add anything

# The form of BottleCRM
form-bottle-base-url = Address
form-bottle-base-url-help = As in https://crm.example.com. http:// only for this laptop itself.
form-bottle-secret = Access token
form-bottle-secret-help = In BottleCRM under your profile, Access tokens. Contacts are sent in the name of the person whose token it is.
form-bottle-own-field = A field for Lanyard
form-bottle-own-field-help = Lanyard adds one field to contacts, “Lanyard capture ID”, unless it is there. By it a contact is found again after a lost connection. Only an admin may add fields.
form-bottle-own-field-make = Add it, if it is missing
form-bottle-own-field-leave = Do not add anything

# The rehearsal's badges
sample-vcard21 = An older vCard, as many registration desks print it.
sample-vcard3 = A vCard, the most common kind.
sample-vcard4 = A new vCard.
sample-mecard = A MECARD, common in Asia and on phones.
sample-badge-id = Only a number: the name comes with the list.
sample-wifi = A Wi-Fi code: named and refused.

# The command line
cli-saved = Saved on this laptop: { $name } ({ $id })
cli-known = Already captured { $at }: { $name } ({ $id })
cli-again = The same code again, counted { $times } times ({ $id })
cli-differs = { $field } differs: here “{ $ours }”, there “{ $theirs }”
cli-no-code = No code was found in this picture. Crop it around the code, or take it from closer.
cli-too-small = The picture is too small or too narrow to hold a code.
cli-too-large = { $path } is too large.
cli-no-such-file = There is no file { $path }.
cli-empty-folder = There is no picture in { $path }.
cli-a-folder = { $path } is a folder. Name the files in it.
cli-no-file = { $path } is not a file.
cli-cannot-read = { $path } cannot be read. Check its permissions.
cli-cannot-write = The answer could not be written.
cli-no-such-crm = Lanyard does not know this kind of CRM.
cli-no-secret = The token or key is missing: put it into a variable and name that with --secret-env, or write it to standard input.
cli-secret-on-the-line = A token or key does not belong on the command line, where others can read it. Write it to standard input, or name a variable with --secret-env.
cli-no-crm = The rehearsal's CRM could not start.

# What the doctor finds
doctor-folder = The data folder { $path } can be written.
doctor-folder-new = The data folder { $path } is made at the first capture.
doctor-key-file = The key file { $path } holds a key.
doctor-keychain = The keychain is open.
doctor-keychain-locked = The keychain is locked. Unlock it, then look again.
doctor-no-keychain = No keychain answers. Choose a passphrase, or make a key file and start with --key-file.
doctor-store =
    { $count ->
        [one] The store opens. 1 contact is in it, and the sum adds up.
       *[other] The store opens. { $count } contacts are in it, and the sum adds up.
    }
doctor-store-astray =
    { $count ->
        [one] What Lanyard counts by does not fit 1 row of the store: a list or a count may be wrong.
       *[other] What Lanyard counts by does not fit { $count } rows of the store: a list or a count may be wrong.
    } What was captured is there. Make a copy of the data folder, then have the store looked at.
doctor-store-new = There is no store yet. It is made at the first capture.
doctor-store-shut = The store does not open: { $why }
doctor-library = { $package } is installed.
doctor-no-library = { $package } is missing.
doctor-fonts = Names in Chinese, Japanese and Korean can be shown.
doctor-no-fonts = Names in Chinese, Japanese and Korean cannot be shown: their fonts are missing.
doctor-keychain-not-installed = There is no keychain. Install one and sign in again, or choose a passphrase.
doctor-key-passphrase = There is no keychain; the passphrase opens the store at each start.
doctor-room = { $count } MB are free on the data folder's disk.
doctor-little-room = Only { $count } MB are free on the data folder's disk. Free 200 MB before the event.
doctor-web-view = The web view has version { $version }.
doctor-web-view-old = The web view has version { $version }, too old for the window. It needs 2.40.
doctor-portal = The desktop asks before a program uses the camera. Say yes once.
doctor-portal-without-pipewire = The desktop hands out cameras through PipeWire, and that does not run. The camera stays dark until it does.
doctor-camera = The camera “{ $name }” is there.
doctor-camera-refused = You may not use the camera “{ $name }”. Join the group “video”, then sign in again.
doctor-no-camera = No camera is connected. Scanner, photos and typing work without one.
why-parked-changed-there = Removed here, but somebody changed the record in { $crm } since: delete it there too?
why-unlinking = Removed here. The record was in { $crm } before: it stays, and what we wrote into it is taken back.
next-parked-changed-there = The record in { $crm } stays as it is until you say so.
why-unlinked = Unlinked: the record was in { $crm } before, and stays there as it was.

story-restored =
    { $count ->
        [0] Nothing goes to { $crm } yet.
        [one] Nothing goes to { $crm } yet. 1 contact is safe on this laptop.
       *[other] Nothing goes to { $crm } yet. { $count } contacts are safe on this laptop.
    }
health-restored = Nothing goes to { $crm } before somebody says which laptop goes on.
error-open-to-read = This is a copy to read. Nothing was saved: let this laptop take over first.
restored-settled = This store is where it belongs; contacts are sent as always.
restored-asked = This store was copied or restored from a backup, so nothing is sent. If this laptop takes the other one's place, say --replaces; if the other one goes on, say --copy.
restored-copy = This is a copy to read: nothing of it is ever sent.

# Files in and out
file-empty = There is nothing in this file.
file-too-large = This file is larger than { $most } MB. Split it, and bring the parts one by one.
file-unpacks = This workbook unpacks to far more than a list of contacts ({ $most } MB at most), so it was not read. Save the sheet as CSV and bring that.
file-too-many-rows = This file has more than { $most } rows. Split it, and bring the parts one by one. Nothing was kept.
file-old-excel = This is a workbook of an old Excel, or one with a password. Save it as .xlsx without a password, or as CSV.
file-unknown = This is no list of contacts that Lanyard can read: CSV, vCard, XLSX and JSON lines are.
file-no-workbook = This workbook is damaged. Open it in a spreadsheet program and save it anew.
file-no-sheet = This workbook has no sheet of that name that is visible.
file-json-array = This is one JSON list. Write one object a line instead.
file-gone = This file is not there.
file-unreadable = This file cannot be read. Check its permissions, and that the disk or stick is still there.
file-changed = The file changed while it was read. Nothing was kept: bring it again.
file-delimiter = What separates cells is one character, such as a comma or a semicolon.
file-columns-count =
    { $count ->
        [one] This file has 1 column; each needs its place.
       *[other] This file has { $count } columns; each needs its place.
    }
file-no-such-target = “{ $target }” is no place for a column. It is a field such as email or company, or id, extra or skip.
file-no-such-column = There is no column “{ $column }” in this file.
file-is-vcard = vCards: each names its own fields.
file-encoding-guessed = The encoding seems to be { $encoding }: look whether names with accents are right.
file-columns-remembered = The columns are as you confirmed them for such a file before.
file-no-header = No header was found: say what the columns are.
file-confirm-columns = Look whether each column goes where it belongs.
row-nothing-in-it = None of the columns you chose says anything in this row.
row-too-long = Longer than { $most } KB, so it and what follows was not read: a quotation mark may never close.
row-not-json = This line is not a JSON object.
row-no-card = This card says nothing about a person.
row-broken = The file breaks off here; what follows was not read.
row-more-columns = Only the first { $most } columns of this row were read.
row-cell-cut = A cell was cut at { $most } characters.
row-repeated = The same entry stands above it in this file.
import-done =
    { $added ->
        [one] 1 contact is new
       *[other] { $added } contacts are new
    }, { $known } were here before{ $removed ->
        [0] {""}
       *[other] , { $removed } were removed here and stay so
    }{ $unread ->
        [0] .
        [one] . 1 row was not read, or not whole.
       *[other] . { $unread } rows were not read, or not whole.
    }
import-would =
    { $added ->
        [one] 1 contact would be new
       *[other] { $added } contacts would be new
    }, { $known } are here already{ $removed ->
        [0] {""}
       *[other] , { $removed } were removed here and would stay so
    }{ $unread ->
        [0] .
        [one] . 1 row cannot be read, or not whole.
       *[other] . { $unread } rows cannot be read, or not whole.
    } Nothing is kept yet.
file-another-run = Another file is being read or written. Wait for it, or stop it.
import-alike = { $count ->
    [one] 1 of them has the e-mail of a contact that is here: Review puts the two side by side.
   *[other] { $count } of them have the e-mail of a contact that is here: Review puts them side by side.
}
import-stopped = Stopped. Nothing of the file was kept.
row-no-number = No badge number stands in this row.
row-number-doubled = The number of this row stands above it for somebody else: nobody gets a name by it.
roster-no-numbers = No column of this file holds badge numbers, so nobody could be found by it. Choose the column that holds them, or bring the file in as contacts.
roster-before = This very list was brought in { $at }. Nothing was changed.
roster-done =
    { $people ->
        [one] The list is in force with 1 person
       *[other] The list is in force with { $people } people
    }{ $proposed ->
        [0] {""}
        [one] ; it knows 1 contact that was captured before: look at it in Review
       *[other] ; it knows { $proposed } contacts that were captured before: look at them in Review
    }{ $unread ->
        [0] .
        [one] . 1 row was not kept, or not all of it.
       *[other] . { $unread } rows were not kept, or not all of them.
    }
roster-would =
    { $people ->
        [one] The list names 1 person
       *[other] The list names { $people } people
    }{ $proposed ->
        [0] {""}
        [one] ; it has the number of 1 contact that was captured before
       *[other] ; it has the numbers of { $proposed } contacts that were captured before
    }{ $unread ->
        [0] .
        [one] . 1 row cannot be kept, or not all of it.
       *[other] . { $unread } rows cannot be kept, or not all of them.
    } Nothing is kept yet.
proposed-by-list = From { $list }, brought in { $at }.
proposed-by-list-other-name = { $list } of { $at } has another name under this number: look whether it is the same person.
proposed-by-recipe = The same code, read by the recipe { $recipe }.
done-applied =
    { $count ->
        [0] Nothing was taken over.
        [one] Taken over for 1 contact.
       *[other] Taken over for { $count } contacts.
    }
done-refused =
    { $count ->
        [one] Left as it was. The same is not proposed again.
       *[other] { $count } left as they were. The same is not proposed again.
    }
cli-roster = { $name }: { $count ->
        [one] 1 person
       *[other] { $count } people
    }, brought in { $at }
cli-no-rosters = This event has no list yet.
cli-proposal = { $id }  { $name }: { $why }
cli-proposal-row = { $field }: { $ours } → { $theirs }
cli-proposal-typed = { $field }: { $ours } → { $theirs } (typed here; taken only with --over-typed)
cli-no-proposals = Nothing is proposed.
recipe-added = { $name } is asked first from now on{ $read ->
        [0] {""}
        [one] ; it reads 1 code that was captured before
       *[other] ; it reads { $read } codes that were captured before
    }{ $proposed ->
        [0] .
        [one] . Look at 1 contact in Review.
       *[other] . Look at { $proposed } contacts in Review.
    }
recipe-not-learned = No recipe reads all of these. It takes three badges or more in which the same fields were pointed at, each as it stands in the code.
recipe-needs-name = The recipe needs a name, such as the event's.
recipe-try-too-long = That is more than fits in a trial. Paste a few badges at a time.
recipe-reads-other = Not a badge of this recipe.
recipe-reads-nothing = It says nothing of a person.
recipe-tried = { $of ->
    [0] No badge to read.
   *[other] { $read } of { $of } read.
}
cli-recipe-built-in = { $name }, comes with Lanyard; not asked before it is added
error-no-such-recipe = There is no recipe of this name.
cli-recipe = { $name }, brought in { $at }
cli-no-recipes = This event has no recipe; badges are read as Lanyard knows them.
cli-recipe-removed = { $name } is asked no more. What was taken over by it stays.
cli-recipe-sample = Line { $line } is no sample: an object with "payload" and "fields" was expected.
cli-proposals-more = … and { $count } more.
export-done =
    { $count ->
        [one] 1 contact was written. The file is not encrypted: keep it where only you can read it.
       *[other] { $count } contacts were written. The file is not encrypted: keep it where only you can read it.
    }
diagnostic-saved = The diagnostic file is { $path }. It holds nothing of your contacts.
title-to-send = Lanyard: { $count } to send
tray-open = Open Lanyard
tray-sync = Sync now
tray-quit = Quit Lanyard
notice-needs-you = { $count ->
    [one] One contact needs you: see Review.
   *[other] { $count } contacts need you: see Review.
}
list-saved = The list is in { $path }.
export-stopped = Stopped. No file was written.
export-taken = Something of this name is there already. Choose another name, or say that it is to be replaced.
export-disk-full = The disk is full. No file was written.
export-too-many = A workbook holds at most 1,048,575 contacts. Choose CSV.
export-no-folder = The folder for the file is not there.
export-not-written = The file could not be written. Choose another folder.
cli-row = Line { $line }: { $why }
cli-rows-more = … and { $count } more.
cli-column = { $target } ← { $header }: { $samples }
cli-raw-is-csv = Only CSV has a raw mode.

# USB scanners
scanner-undone =
    Your scanner types as on a { $scanner ->
        [us] US
        [uk] UK
        [german] German
        [swiss] Swiss
        [french] French
        [belgian] Belgian
        [spanish] Spanish
        [italian] Italian
        [portuguese] Portuguese
        [nordic] Nordic
       *[other] foreign
    } keyboard; this laptop reads { $laptop ->
        [us] US English
        [uk] UK English
        [german] German
        [swiss] Swiss
        [french] French
        [belgian] Belgian
        [spanish] Spanish
        [italian] Italian
        [portuguese] Portuguese
        [nordic] Nordic
       *[other] another one
    }. Lanyard undoes it.
scanner-agrees = Your scanner and this laptop use the same keyboard. Nothing needs to be undone.
scanner-ends-with = It ends each code with { $key }.
scanner-drops-line-ends = It leaves line ends out. Lanyard puts them back in vCards.
scanner-drops = It cannot type { $texts }: hold badges with such letters before the camera.
scanner-alike = { $texts } arrive alike; Lanyard cannot tell them apart and says so when a badge has one.
scanner-tab-is-line-end = Tab and line end arrive alike; Lanyard takes both for a line end.
scan-unsure =
    { $count ->
        [one] 1 character of this scan is a guess. Look at it, or teach the scanner in Settings.
       *[other] { $count } characters of this scan are guesses. Look at them, or teach the scanner in Settings.
    }
scan-doubtful = This scan can be read in two ways. Look at it, and teach the scanner once in Settings.
lesson-another-code = That was another code. Scan the one shown here.
lesson-incomplete = Only { $seen } of { $wanted } characters arrived. Hold the scanner still, a little further away, and scan again.

# What becomes of a record over there when its contact is merged into another one
merge-record-shared = Both stand for the same record in { $crm }: it stays.
merge-record-deleted = The record that Lanyard made in { $crm } for this one is deleted there; if somebody changed it there, you are asked first.
merge-record-handed-back = The record in { $crm } was there before: it stays, as it was before Lanyard touched it.
merge-record-looked-for = Whether its record arrived in { $crm } is not known yet: Lanyard looks, and takes away only what is its own.

# What the next sync would do

dry-all-none = Nothing waits to be sent to { $crm }.
dry-all =
    { $count ->
        [one] This is what the next sync does at { $crm }.
       *[other] This is what the next sync does at { $crm }, for { $count } that wait.
    }
dry-all-unasked = { $crm } cannot be asked now. This is what can be told without it.
dry-create =
    { $count ->
        [one] A new record is made, with one value.
       *[other] A new record is made, with { $count } values.
    }
dry-adopt =
    { $count ->
        [one] { $crm } knows this person: the record is linked, and one empty field filled.
       *[other] { $crm } knows this person: the record is linked, and { $count } empty fields filled.
    }
dry-adopt-as-it-is = { $crm } knows this person: the record is linked, and no value in it changes.
dry-update =
    { $count ->
        [one] One field changes.
       *[other] { $count } fields change.
    }
dry-mark = No field changes; Lanyard only marks the record as linked.
dry-delete = The record that Lanyard made is deleted in { $crm }.
dry-hand-back = The record was in { $crm } before: it gets back what Lanyard wrote into it, and stays.
dry-nothing = It is in { $crm } as it is here. Nothing is sent.
dry-gone = Nothing of it is left in { $crm }. Nothing is sent.
dry-anew = The record was deleted in { $crm }; a new one is made.
dry-note-create = The note is added to the record.
dry-note-update = The note is changed.
dry-note-delete = The note is deleted.
dry-later = This cannot be told now. Lanyard looks again by itself.
dry-looks-email = { $crm } is asked first whether it knows this e-mail. If so, the record is linked; if not, a new one is made.
dry-looks = { $crm } is asked first whether an earlier attempt has arrived. Nothing is sent twice.
dry-reads = The record in { $crm } is read first; then only what differs is sent.
dry-more =
    { $count ->
        [one] And one more.
       *[other] And { $count } more.
    }
map-fault-twice = Two rows write “{ $property }”. Keep one.
map-fault-nameless = Choose a field of { $crm }.
map-fault-nothing-of-ours = Choose what goes into “{ $property }”.
map-fault-empty-constant = Type the text that goes into “{ $property }”.
map-fault-bad-split = Say what stands between the pieces, and which piece is taken.
map-fault-not-a-note = Only notes can go as notes.
map-fault-not-a-phone = Only a phone number has a notation. Take it as it is.
map-fault-unknown = { $crm } has no field “{ $property }”. Choose another one, or leave it out.
map-fault-read-only = { $crm } writes “{ $property }” by itself. Choose another field.
map-fault-marker = Lanyard keeps its own mark in “{ $property }”. Choose another field.
map-fault-wrong-type = “{ $property }” takes no text in { $crm }, so it may refuse what comes.
map-fault-needs-options = “{ $property }” is a list in { $crm }: say which of its entries each value becomes.
map-fault-no-such-option = The list “{ $property }” has no entry “{ $option }”.
map-fault-required-missing = { $crm } requires “{ $property }”, and no row fills it.
map-fault-key-not-email = { $crm } finds people by “{ $property }”: it takes the e-mail as it is, and nothing else.
map-fault-no-such-question = Nobody here is asked “{ $option }”. Choose another question.
map-fault-one-entry = “{ $property }” takes one entry in { $crm }, and the question may get several answers at once.
map-fault-no-entry-for = The answer “{ $option }” becomes no entry of “{ $property }”: it is left out.
map-answer-to = Answer to: { $question }
map-says-consent = Which words, when, and how they were asked; a no takes it out again
map-says-constant = Always “{ $text }”
map-says-join =
    { $count ->
        [one] All values in one text
       *[other] { $count } fields in one text
    }
map-says-joined = All values; both sides add to them
map-says-split = Piece { $nth } of the value
map-says-note = Each as a note on the record
map-says-upper = In capitals
map-says-lower = In small letters
map-says-title = Each Word With a Capital
map-says-e164 = As +49301234567
map-says-international = As +49 30 1234567
map-says-national = As dialled within the country
map-says-pick =
    { $count ->
        [one] One entry of their list
       *[other] { $count } entries of their list
    }
map-left-out-problem = Left out: the value is not usable as it is.
map-left-out-option = Left out: it is not among the entries.
map-left-out-piece = Left out: there is no such piece.
map-effect-replaced =
    { $fields ->
        [one] One field changes in
       *[other] { $fields } fields change in
    } { $more ->
        [0] { $count ->
            [one] one contact
           *[other] { $count } contacts
        }
       *[other] more than { $count } contacts
    }: what Lanyard wrote there is replaced.
map-effect-filled =
    { $fields ->
        [one] One field is new for
       *[other] { $fields } fields are new for
    } { $more ->
        [0] { $count ->
            [one] one contact
           *[other] { $count } contacts
        }
       *[other] more than { $count } contacts
    }: filled where it is empty in { $crm }, and shown to you where it is not.
map-effect-differs =
    { $more ->
        [0] { $count ->
            [one] In one contact
           *[other] In { $count } contacts
        }
       *[other] In more than { $count } contacts
    } somebody in { $crm } wrote something else: it stays, and you are shown both.
map-effect-taken =
    { $more ->
        [0] { $count ->
            [one] For one contact
           *[other] For { $count } contacts
        }
       *[other] For more than { $count } contacts
    } what stands in { $crm } is taken over here, where nothing stands yet.
map-version-first =
    { $count ->
        [one] The beginning, with one field
       *[other] The beginning, with { $count } fields
    }
map-version =
    { $count ->
        [0] No field changed
        [one] One field changed
       *[other] { $count } fields changed
    }
error-mapping-changed = Somebody changed these fields meanwhile. Look again, then save.
error-field-not-made = { $crm } did not make the field. Its administrator may have to make it.

# What went wrong between Lanyard and a CRM, as a kind.
failed-auth = Did not accept our sign-in
failed-throttled = Asked us to wait
failed-transient = Could not be reached, or was busy
failed-ambiguous = Gave no answer: checked before anything was sent again
failed-conflict = Had the same key already
failed-stale = Had changed the record meanwhile
failed-gone = Did not have the record any more
failed-invalid = Did not accept a value
failed-too-large = Found a request too large
failed-unsupported = Cannot do what was asked
failed-protocol = Answered in a way we do not understand

# Whom a CRM knows already: on the badge, for as long as the contact is
standing-known = Already in { $crm }
standing-status = { $status }
standing-won =
    { $count ->
        [one] 1 deal won
       *[other] { $count } deals won
    }
standing-open =
    { $count ->
        [one] 1 open deal
       *[other] { $count } open deals
    }
standing-owner = with { $owner }
standing-contacted = last contact { $at }
standing-changed = last changed { $at }

# What goes wrong slowly.
alert-oldest = The oldest contact that is not in the CRM has waited { $span }.
alert-oldest-next = What holds it up stands below, by reason. “Sync now” tries at once.
alert-failing = { $failed } of the last { $count } requests to { $crm } did not work.
alert-failing-next = Every contact is safe here and is tried again. If it goes on, check the sign-in under Settings, Destination, and the network.
alert-budget = { $crm } lets us ask { $left } more times today, of { $count }.
alert-budget-next = What is left waits for tomorrow’s budget. Pause other programs on this account, or ask for a larger one.
alert-thresholds-range = Minutes go from 5 to 43,200 and percentages from 1 to 100. Nothing was changed.

# A day’s report.
report-whole = The whole event
report-made = Made { $at }, times in { $zone }.
report-captured = Captured
report-synced = Synced
report-waiting = Waiting
report-attention = Needs attention
report-removed = Removed
report-adds-up = It adds up: every captured contact stands in one of these.
report-captures = Captured over time
report-nothing = Nothing was captured in this time.
report-from = From
report-arrived = Arrived
report-waiting-then = Waiting at the end
report-together = Together
report-reps = By person
report-nobody = Nobody named
report-laptops = By laptop
report-no-laptop = Another laptop
report-failures = What failed, and why
report-no-failures = No failure is open.
report-to-come = Still to come
report-not-asked = Was asked nothing in this time.
report-answers = { $worked } of { $count } requests worked; usually in { $usual }, slow ones in { $slow }.
report-budget = { $left } of the day’s { $count } requests were left.
report-foot = Made by Lanyard { $version }. Times are this laptop’s.
report-saved = The report lies in { $path }.

# `lanyard mapping`
cli-which-destination = There are several destinations: name one with --destination.
cli-mapping-file = This is no mapping. Rows are written in TOML or JSON, as `lanyard mapping show --toml` writes them; nothing was saved.
cli-mapping-one-way = is never taken over from there
cli-mapping-fits = Nothing is wrong with it.
cli-mapping-saved = Saved as version { $version }.
cli-mapping-same = It says what version { $version } says. Nothing was saved.

## The disk, tried at the first start.

disk-works = Written and read back in { $ms } ms. { $gb } GB free.
disk-works-little = Written and read back in { $ms } ms. { $mb } MB free.
disk-works-unmeasured = Written and read back in { $ms } ms.
error-disk-forgets = The disk does not keep what is written to it. Free some room or use another disk, then try again.
