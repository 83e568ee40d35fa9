# The window's own words. The engine's sentences are in explain.ftl.

app-name = Lanyard
places = Places
place-capture = Capture
place-contacts = Contacts
place-review = Review
place-settings = Settings
sync-now = Sync now
close = Close
open = Open
undo = Undo
save = Save
cancel = Cancel
change = Change
search = Search
try-again = Try again
contact = Contact
this-contact = This contact
raw-answer = Raw answer
raw-text = Raw text
no-words = Something is said here that this version has no words for ({ $code }). An update helps.
opening = Lanyard is opening its contacts
opening-why = After an update, or with very many contacts, this takes up to a few minutes. Nothing is lost, and nothing is needed from you.
engine-no-answer = Lanyard did not answer. What was confirmed is safe: try it again.

span-millis = { $n } ms
span-seconds = { $n } s
span-minutes = { $n } min
span-hours = { $n } h

## Keys
all-keys = All keys
keys-everywhere = Everywhere
keys-rest = Single keys rest while you type.
key-space = Space
key-ctrl = Ctrl
key-pause = Pause the camera, go on
key-camera = Next camera
key-rate = Rating
walk-questions = Go through the questions
key-undo = Undo the last capture
key-move = Move in the table
key-move-short = move
key-region = Next region
key-back = Back to Capture

## Chips
chip-saved = Saved
chip-queued = Queued
chip-on_hold = On hold
chip-sending = Sending
chip-waiting = Waiting
chip-checking = Checking
chip-synced = Synced
chip-differs = Differs
chip-needs_attention = Needs attention
chip-removing = Removing
chip-removed = Removed

## Fields
field-full_name = Name
field-name_prefix = Title
field-given_name = First name
field-additional_name = Middle name
field-family_name = Last name
field-name_suffix = Suffix
field-company = Company
field-department = Department
field-job_title = Job title
field-email = E-mail
field-phone = Phone
field-mobile = Mobile
field-fax = Fax
field-website = Website
field-linkedin = LinkedIn
field-street = Street
field-city = City
field-region = State
field-postal_code = Postal code
field-country = Country
field-badge_id = Badge ID
field-note = Note
field-rating = Rating
field-tag = Tag
field-answer = Answers

problem-email_shape = An address has one @ in the middle, like ada@example.com.
problem-email_domain = The part after @ needs a dot, like example.com.
problem-email_unusual = Unusual, but kept as it is: look at it once more.
problem-phone_shape = A number has digits, like +44 20 7946 0018.
problem-phone_needs_region = Start with the country, like +49, or set the event's region.
problem-url_shape = An address starts like https://example.com.
problem-rating_range = A rating is 1 to 5.
problem-too_long = Too long; the beginning is kept, the rest stands in the raw text.

origin-badge = Badge
origin-roster = List
origin-typed = Typed
origin-crm = CRM
origin-merge = Merged
origin-undo = Undone

remark-slip = One letter away from a well-known address.
remark-slip-take = Take { $value }
remark-free_mail = A free mail service: it says nothing about the company.
remark-role = An office's address, not this person's own.
remark-look_alike = Letters of two alphabets that look the same: compare it with the badge.

likeness-same_email = same e-mail
likeness-same_profile = same LinkedIn profile
likeness-same_name = same name
likeness-shorter_name = one name is a short form of the other
likeness-alike_name = names differ by a letter
likeness-same_company = same company
likeness-alike_company = companies are alike
likeness-same_phone = same phone
likeness-other_name = different names
likeness-other_company = different companies
likeness-other_email = different e-mail at one company

duplicates-head = Possibly the same person
duplicates-alike = { $score } % alike
duplicates-left = { $n ->
    [one] 1 contact is still to be compared.
   *[other] { $n } contacts are still to be compared.
}
duplicates-more = { $n ->
    [one] 1 more pair follows.
   *[other] { $n } more pairs follow.
}
duplicates-compare = Compare
duplicates-not-same = Not the same
duplicates-not-same-toast = { $one } and { $other } stay two contacts. You are not asked again.
merge-choose = Choose what the one contact goes on with. The ringed value is taken.
merge-side = Captured { $time }
merge-both = Both
merge-same-in-both = Same in both, or only in one: { $fields }
merge-address = Address
merge-yes = Merge into one contact
merge-done = { $one } and { $other } are one contact now.
merge-now = Same person: merge
merged-from = Merged from { $name }, { $time }
merged-undo = Take apart
merged-undone = Two contacts again.
merged-into = Merged into another contact, which stands for it.
merged-into-open = Open that one

remedy-retry = Retry
remedy-edit_field = Correct it
remedy-take_this_one = Same person: use this record
remedy-create_anyway = Someone else: create a new record
remedy-it_is_there = It is there: look again
remedy-send_again = It is not there: send again
remedy-remove_here = Remove it here too
remedy-leave_there = Leave it there
remedy-delete_there = Delete it there too
remedy-send_now = Send now
remedy-sign_in = Sign in
remedy-open_destination = Open the destination

who-nobody = nothing to do
who-you = it is your turn
who-manager = ask who manages the CRM

## Capture
capture-into = { $event }, as { $operator }
camera = Camera
camera-picture = Live camera picture
camera-next = , take the next camera
camera-paused = Paused
camera-starting = The camera starts
camera-why-cover = Is it plugged in? Is its cover open, and is it switched on? Some laptops turn the camera off with a key or a slide.
camera-why-allowed = Does the system let programs use it? It says so in its privacy settings.
camera-why-doctor = What is missing, and the line that mends it: run lanyard doctor in a terminal.
camera-none-head = No camera found. Capture goes on.
camera-none-lead = Everything below works now. Plug in a webcam at any time: Lanyard notices it.
camera-refused-head = The system does not let Lanyard use the camera.
camera-refused-lead = Allow it in the system's privacy settings, then look again. Capture goes on meanwhile.
camera-busy-head = Another program uses the camera.
camera-busy-lead = Close it there: Lanyard takes the camera as soon as it is free. Capture goes on meanwhile.
camera-lost-head = The camera is gone. Capture goes on.
camera-lost-lead = Plug it in again: Lanyard notices it. Everything below works now.
camera-unsupported-head = No camera in this window. Capture goes on.
camera-unsupported-lead = The system's web view comes without camera support. Everything below works now.
way-scanner = USB scanner
way-scanner-about = Just scan. Lanyard listens wherever the cursor is.
way-scanner-ready = Ready
way-type = Type
way-type-about = Name and company are enough. The number under the code works too.
way-photo = Photo
way-photo-about = Drop a picture of the badge here, or paste it.
way-list = List or cards
way-list-about = A list from the organiser, or vCards that a visitor sent you.
way-list-do = Open a file
way-badges-about = Sample people for the rehearsal: take them in without a camera.
type-a-contact = Type a contact
save-contact = Save contact
choose-picture = Choose a picture
picture-no-code = No code was found in this picture. Crop it around the code, or take it from closer.
look-again = Look again
pause = Pause
go-on = Go on
coach-saved = Saved. Ready for the next badge.
coach-again = The same badge again. Counted.
coach-known = You have met before. Nothing new was made.
coach-refused = Nothing was stored. Try the other code.
coach-drop = Let go: pictures of badges are read, lists of contacts are looked at.
coach-typing = The camera waits while you type.
coach-paused = Paused. Nothing is read.
coach-first = The camera works. Hold a badge in the frame.
coach-first-read = It reads badges. Saved, and ready for the next one.
coach-ready = Hold a badge into the frame.
coach-show-all = Part of the code is outside the picture: show all of it.
coach-tilt = A light is mirrored on the code: tilt the badge a little.
coach-closer = The code is too small in the picture: bring the badge closer.
coach-too-dense = This code is too dense for this camera: use a scanner, or type the contact.
coach-steady = The code is blurred: hold the badge still, or a little farther away.
coach-light = It is too dark here: turn the badge to a light.
coach-less-light = There is too much light: turn the camera or the badge away from it.
coach-starting = The camera starts.
coach-no-camera = Ready. Type a contact.
coach-missed = A built-in camera does not show?
find-out-why = Find out why
last-captures = Last captures
earlier-captures = Earlier captures
tally-today = today
tally-to-send = to send
no-capture-yet = No one yet
no-capture-yet-about = The next badge hangs here.
no-name-yet = No name yet
no-name-yet-list = No name yet. Comes with the list
id-only = ID { $id }
draft-kept = Half a contact is kept. M brings it back.
draft-old = You began this contact before.
draft-clear = Begin anew
paste-not-read = Nothing in the pasted text looks like a person.
scan-saved = { $name }: saved on this laptop
scan-known = { $name } was captured before: the scan was added
saved-here = Saved on this laptop
n-of-m = { $n } of { $of }
all-answered = { $n ->
    [one] The question is answered.
   *[other] All { $n } questions are answered.
}
look-at-answers = Look
walk-keys = Digits answer, Enter goes on, Esc ends.
walk-keys-text = Enter keeps it and goes on, Esc ends.
yes = Yes
no = No
done = Done
seen-times = seen { $n } times
name-it-now = Name it now
name-it-later = Or wait: the name comes with the attendee list.
mend = Mend
maybe-same = { $name } has this e-mail since { $time }: the same person?
already-captured = Already captured { $time }
already-captured-by = Already captured { $time } by { $name }
add-note = Add note
nothing-stored = Nothing was stored
try-other-code = Badges often carry two codes. Try the other one.
at-by = { $time }, by { $name }
note-hint = Enter saves, Shift Enter starts a line
tag-hint = One word or two, Enter saves
tags = Tags
capture-undone = { $name } was taken back.

## Contacts
filter-today = Today
filter-any = Any rating
filter-rating-from = { $n } or higher
filter-no-tags = No contact has a tag yet.
filter-nobody = Nobody captured yet.
chosen-n = { $n ->
    [one] 1 chosen
   *[other] { $n } chosen
}
chosen-none = Choose none
chosen-all = Choose all { $n }
chosen-most = { $n } is the most at once: narrow the list for the others.
chosen-tag = Tag { $n }
chosen-remove = Remove
chosen-column = Chosen
choose-contact = Choose { $name }
key-choose = Choose; with Shift, all from the last one on
key-choose-short = choose
filter-state = State
column-name = Name
column-rep = Rep
column-time = Time
waits-for-list = waits for the list
not-rated = not rated
count-of = { $n } of { $total ->
    [one] 1 contact
   *[other] { $total } contacts
}
count-more-of = More than { $n } of { $total } contacts
sum-line = Captured: { $captured } = { $synced } synced + { $waiting } waiting + { $attention } { $attention ->
    [one] needs attention
   *[other] need attention
} + { $removed } removed
sum-off = The sum is off.
no-contacts = No contacts yet
no-contacts-about = Everyone you capture stands here, with where they are on the way to the CRM.
capture-one = Capture one
none-match = No contact matches “{ $text }”.
none-in-filter = No contact is in this filter.
none-match-about = { $n ->
    [one] There is 1 contact without it.
   *[other] There are { $n } contacts without it.
}
show-all = { $n ->
    [one] Show it
   *[other] Show all { $n }
}
why-pending = Why is this pending?
where-is-it = Where is it?
why-next = Next
why-you = You
details = Details
from-badge = { $n } from the badge
add-detail = Add a detail
edit-field = Edit { $field }
as-read = As read:
this-is = This is { $name }
this-is-record = This is record { $id }
differences = What differs
here = Here
here-holds = Here, and it holds
there = There
there-holds = There, and it holds
keep-ours = Keep ours
take-theirs = Take theirs
what-happened = What happened
remove = Remove
remove-unlink = Remove and unlink
remove-about-created = Its record in { $crm } is deleted too.
remove-about-adopted = The record in { $crm } was there before: it stays. Only what Lanyard wrote into it is taken back.
removed-toast = { $name } was removed.
removed-toast-adopted = { $name } was removed. The record in { $crm } was there before and stays.
restore = Bring back
destroy = Remove, and delete it in { $crm } too
destroy-about = Record { $id } in { $crm } was there before Lanyard. It is deleted with everything colleagues keep in it. Lanyard cannot bring it back.
destroy-yes = Delete record { $id } for good
destroyed-toast = { $name } was removed. The record in { $crm } is deleted as well.
delete-there-about = { $n ->
    [one] The record in { $crm } is deleted, with what somebody changed in it. Lanyard cannot bring it back.
   *[other] These { $n } records in { $crm } are deleted, with what somebody changed in them. Lanyard cannot bring them back.
}
delete-there-yes = { $n ->
    [one] Delete it for good
   *[other] Delete { $n } for good
}

## Review
sum = The sum that must add up
captured = Captured
sum-adds-up = It adds up
oldest-pending = Oldest pending: { $span }
nothing-to-do = Nothing needs you
nothing-to-do-about = What the CRM refuses, what differs and what is on hold stands here, grouped, with one button for all of it.
needs-a-fix = Needs a fix
on-hold = On hold
see-the = See the { $n }
show-everyone = Show everyone again
fix-retry-n = { $n ->
    [one] Fix, retry 1
   *[other] Fix once, retry { $n }
}
fix-how = What is at fault
fix-set = { $n ->
    [one] Write this as { $field }:
   *[other] Write this as { $field } of all { $n }:
}
fix-replace = { $n ->
    [one] Replace a part of { $field }:
   *[other] Replace a part of { $field } in all { $n }:
}
replace-this = Replace
replace-by = by
fix-clear = { $n ->
    [one] Empty { $field } of this contact. The old value stays under “What happened”.
   *[other] Empty { $field } of these { $n }. The old values stay under “What happened”.
}
fix-remap = Send { $field } to another field of { $crm } from now on:
fix-make = Make the field in { $crm }
fix-leave_out = Do not send { $field } to { $crm } any more
fix-retry = It was mended in { $crm }: send as it is
fix-under-way = { $n ->
    [one] 1 contact is under way.
   *[other] { $n } contacts are under way.
}
act-retry = Retry { $n }
act-send_again = Send { $n } again
act-remove_here = Remove { $n } here
act-look_again = Look for { $n } again
act-take_the_one = { $n ->
    [one] Same person
   *[other] Same people, where one was found
}
act-create_anyway = Create { $n } new
act-leave_there = Leave { $n } there
act-delete_there = Delete { $n } there
take-all-defaults = Take all defaults
alike = { $field } differs { $n } times in { $crm }.
ours-for-all = Keep ours for all { $n }
theirs-for-all = Take theirs for all { $n }
this-laptop = This laptop
holds-until = holds until you choose
empty-value = (empty)
more-differences = { $n ->
    [one] 1 more follows as these are settled.
   *[other] { $n } more follow as these are settled.
}
proposed = Known by now
proposed-value = What it says
field = Field
typed-here = typed here
take-proposed = { $n ->
    [0] Nothing chosen
    [one] Take over 1 field
   *[other] Take over { $n } fields
}
refuse-proposed = Leave as it is
take-all-proposed = Take over all { $n }
take-all-proposed-about = All at once leaves out what was typed here and whoever has another name in the list: those stay to be looked at.
more-proposed = { $n ->
    [one] 1 more follows as these are decided.
   *[other] { $n } more follow as these are decided.
}
release = Send { $n } now
send-earlier = Send { $n } too
leave-earlier = Leave here
release-unresolved = Send { $n } as they are
purge-head = Long enough in the CRM
purge-look = Erase { $n } here
purge-about = What this laptop holds of them is erased for good: values, badges, notes, answers. Their records in the CRM stay as they are.
purge-yes = Yes, erase { $n }
health-answers = Answers
health-usual = usual,
health-slow = slow
health-none = none yet
health-worked = Worked
health-worked-of = { $worked } of the last { $n } requests
health-quota = Requests left
health-quota-of = of { $n }
health-quota-unknown = it does not say
health-pace = At once
health-pace-of = of { $burst }, { $rate } more each second
health-failures = Failed in a row
health-failures-of = of { $n }; then Lanyard rests 30 s

## Pictures of the review
chart-head = The day in pictures
chart-over = Which day
chart-all = The whole event
chart-nothing = Nothing was captured yet: with the first contact there is something to draw.
chart-captures = Captures
chart-captures-found = { $n }, most from { $at }
chart-captures-none = Nothing was captured in this time.
chart-states = Waiting over time
chart-waited-most = most, { $n }, from { $at }
chart-waited-none = nothing waited
chart-gap = { $n } waited
chart-settled = Settled
chart-reps = By person
chart-laptops = By laptop
chart-of-captured = of { $n } captured
chart-nobody = Nobody named
chart-no-laptop = Another laptop
chart-others = and { $n } more with { $count } together; all are in the table
chart-failures = Failures by cause
chart-failures-now = open now
chart-failures-none = No failure is open.
chart-answers = { $crm } answers
chart-answers-found = usually in { $usual }, slow { $slow }
chart-answers-none = { $crm } was asked nothing in this time.
chart-worked = { $worked } of { $n } requests worked.
chart-usual = usual
chart-slow = slow
chart-budget = Left of { $crm }’s day
chart-budget-share = { $share } of the day’s requests left
chart-budget-count = { $n } requests left
chart-budget-none = { $crm } says nothing of a day’s budget.
chart-left = left
chart-from = From
chart-arrived = Arrived in the CRM
chart-removed = Removed before
chart-waiting-then = Waiting at the end
chart-who = Who
chart-laptop = Laptop
chart-cause = Cause
chart-requests = Requests
chart-usual-ms = Usual answer, ms
chart-slow-ms = Slow answer, ms
chart-budget-left = Left of the day
chart-table = { $title }: show as a table
chart-save = { $title }: save as CSV
cause-invalid = A value
cause-refused = Refused
cause-belongs_to_someone_else = Someone else’s
cause-maybe_there = Maybe there
cause-deleted_there = Deleted there
cause-changed_there = Changed there

## Settings
set-event = Event
set-camera = Camera and sound
set-scanner = USB scanner
scanner-about = Scan at any time, on any screen. Lanyard knows a scanner by its speed and keeps what it types out of fields.
scanner-untaught = Not taught yet. Scans are read as on a US keyboard where the badge makes that sure.
scanner-teach = Teach your scanner
scanner-teach-about = Scanners type as on their own keyboard, mostly a US one. One scan of one code shows Lanyard what arrives here; it then undoes what goes wrong.
scanner-show-code = Show the code
scanner-code = Code that teaches a scanner
scanner-scan-now = Now scan this code.
scanner-scan-hint = Too dense for the scanner on this screen? Print it.
scanner-try = Try a scan
scanner-try-about = Scan any badge: what Lanyard reads shows here. Nothing is captured.
scanner-reads = Lanyard reads
scanner-taught-at = Taught { $time }
scanner-forget = Forget it
set-badges = Badges
badges-about = Lanyard reads the usual badges by itself: vCards, MECARDs, JSON, lists, addresses of profiles. Where an event prints values in an order of its own, a recipe says which is which.
recipes-own = Recipes of this event
recipes-none = None. Badges are read as Lanyard knows them.
recipe-brought = since { $time }
recipe-try-one = Try
recipe-save = Save as a file
recipe-remove = Remove
recipe-removed = { $name } is asked no more. What was taken over by it stays.
recipe-learn = Learn from three badges
recipe-learn-about = Scan three badges, or paste what their codes hold. Then mark a value in each and say which field it is: the same fields in all three.
recipe-take-last = Take the last { $n } captured
recipe-badge = Badge { $n }
recipe-mark = Mark a value above, then say what it is.
recipe-is = What is marked in badge { $n } is
recipe-is-short = is …
recipe-unpoint = { $field } is not that
recipe-missing-in-some = Not pointed at in every badge yet: { $fields }.
recipe-name = Name of the recipe
recipe-name-about = Others see it when you share the file.
recipe-learn-now = Learn
recipe-learned = This is what it reads
recipe-file = The file
recipe-use = Use for this event
recipe-bring = Bring a recipe file
recipe-try = Try badges
recipe-try-about = Paste what codes hold, one a line, or scan badges. Nothing is captured.
recipe-by = Read by
recipe-as-now = as this event’s badges are read now
recipe-codes = Codes
recipe-read-these = Read
read-by = Read by { $name }.
recipes-built-in = Come with Lanyard
recipes-built-in-about = Layouts of systems that print badges. The same layout means another order elsewhere, so none is asked before you choose it.
set-destination = Destination
set-look = Language and look
set-about = Data and version
diagnostic = Diagnostic file
diagnostic-what = It helps whoever mends Lanyard: counts, waits, answers’ status numbers and the log. It holds nothing of your contacts, no names, no addresses and no keys.
diagnostic-save = Save a diagnostic file
reading-settings = Reading the settings.
settings-saved = Saved.
event-name = Event
operator = Who captures
operator-about = Stands beside each capture.
region = Region
region-about = Two letters, like DE. Local phone numbers are read in it.
region-shape = Two letters, like DE or GB; or leave it empty.
grace = Seconds before a card is sent
grace-about = As long as it can be undone. 0 to 300.
grace-shape = A number from 0 to 300.
purge-days = Propose to erase after so many days in the CRM
purge-days-about = Counted by the CRM's clock, proposed in Review, done only after a yes. Empty: never.
purge-days-shape = A number from 7 to 3650, or nothing.
save-event = Save event
questions = What the event asks
questions-about = Asked on the card after each capture, and in kiosk mode. Answers are searched and exported like fields, and go to the CRM as a note.
questions-none = Nothing yet.
questions-retired = Asked no more ({ $n })
question = Question
add-question = Add a question
save-question = Save question
question-retired = “{ $question }” is asked no more. Its answers stay.
answered-by = { $n ->
    [one] answered by 1 contact
   *[other] answered by { $n } contacts
}
reword-about = { $n ->
    [one] 1 contact has answered. Its answer stays with the words it was given to; the new words are asked from now on.
   *[other] { $n } contacts have answered. Their answers stay with the words they were given to; the new words are asked from now on.
}
reword-named = Change “{ $question }”
retire = Retire
retire-named = Retire “{ $question }”
ask-again = Ask again
move-up = Move “{ $question }” up
move-down = Move “{ $question }” down
asks = Answered by
asks-one = One of several
asks-several = Any of several
asks-scale = A scale
asks-yes_no = Yes or no
asks-text = Text
consent = Consent
consent-about = Asked on the card and in kiosk mode; yes and no look alike, and silence is no yes. What was said is kept with its words, time and who asked.
consent-words = What visitors are asked to agree to
consent-words-about = As the visitor hears or reads it. Empty: nobody is asked. A change is a new version; what was said stays with its words.
consent-example = May we e-mail you about what you saw today?
consent-hold = Send nothing before a yes
save-consent = Save consent
consent-version = Version { $n } of the words.
consent-kiosk = In kiosk mode, { $time }.
consent-by = Asked by { $name }, { $time }.
consent-staff = Asked { $time }.
consent-silent = Not asked yet, or nothing was said.
safe-to-close = Safe to close?
closing-counting = Counting.
closing-look = Look at them
way-backup = Backup
way-backup-none = { $n ->
    [one] Never backed up. 1 contact with its notes and badge would be one encrypted file among your downloads, made in seconds.
   *[other] Never backed up. { $n } contacts with their notes and badges would be one encrypted file among your downloads, made in seconds.
}
way-backup-since = { $n ->
    [0] Last made { $time }, with everything in it.
    [one] Last made { $time }; 1 contact came since.
   *[other] Last made { $time }; { $n } contacts came since.
}
way-stay = Stay open
way-stay-cost = Costs time: Lanyard sends by itself whatever can go, as soon as there is a network.
way-stay-do = Send now and stay
way-close = Close
way-close-cost = Loses nothing: what is here stays, encrypted, and goes on when Lanyard is opened again. Until then nobody in the CRM sees it.
way-close-safe = Loses nothing.
way-close-do = Close now
set-kiosk = Kiosk mode
kiosk-about = The laptop captures by itself: visitors hold their badge in the frame, answer what the event asks, and the screen clears after 20 seconds. Nothing else can be opened, and nobody sees the one before. A start anew begins in kiosk mode again.
kiosk-system = The window fills the screen and does not close without the PIN. What the system itself offers stays: switching to another program, the power button, a plug pulled. Set up an account without other programs for a laptop that nobody watches.
kiosk-start = Start kiosk mode
pin = PIN
pin-new = PIN that ends it
pin-again = The same PIN again
pin-shape = 4 to 12 digits. Without it nobody leaves kiosk mode, also not after a restart. Forgotten: the recovery key opens it as well.
pin-differs = The two PINs differ.
kiosk-hold = Hold your badge in the frame.
kiosk-scan = Scan your badge or type it in.
kiosk-keeps = We keep what your badge says, to send you what you ask for. Nothing else.
kiosk-type = Type it instead
kiosk-staff = Staff
kiosk-no-camera = No camera now. Type it, or use the scanner.
kiosk-no-badge = That is no visitor badge.
kiosk-try-again = Another badge
kiosk-thanks = Thank you.
kiosk-thanks-name = Thank you, { $name }.
kiosk-yes = Yes
kiosk-no = No
kiosk-not-me = That is not me
kiosk-skip = Go on without an answer
kiosk-next = Go on
kiosk-that-is-all = That is all. Enjoy your day.
kiosk-silence = No answer in { $n } s counts as no
kiosk-clears = Clears in { $n } s
kiosk-who = Who are you?
kiosk-send = Done, keep it
kiosk-pin-about = The PIN opens the rest of this laptop.
kiosk-leave = Leave kiosk mode
options = Answers to choose from
options-about = One a line, two to nine. Each has a digit as its key.
options-example = Now
scale-steps = Highest step
scale-low = 1 means
scale-high = The highest means
camera-choice-about = Infrared and virtual cameras come last. C takes the next one.
camera-unknown-yet = None known yet. Open Capture once.
sounds = Sounds
volume = Volume
hear-it = Hear it
sounds-about = Heard only after a contact is on disk. Never the only sign.
language = Language
theme = Theme
as-system = As the system
theme-light = Light
theme-dark = Dark
recovery-key = Recovery key
recovery-key-shape = The groups from the paper, with or without dashes.
open-with-key = Open with this key
try-again-keychain = Unlocked the keychain meanwhile? Then “Try again” is enough.
recovery-key-about = With this key and a copy of the data folder, another laptop opens everything. Write it on paper; keep it apart from the laptop.
recovery-key-confirmed = Written down.
recovery-key-open = Not written down yet. Without it, a lost keychain means a lost store.
recovery-key-banner = The recovery key is not written down yet. Without it, a lost keychain means lost contacts.
show-recovery-key = Show the recovery key
written-down = It is written down
hide = Hide
key-kept-keychain = The key is kept in the system's keychain.
key-kept-key_file = The key is kept in a file of its own, outside the data folder.
key-kept-recovery_key = The recovery key was entered at this start; the keychain does not keep it.
key-kept-passphrase = The passphrase was entered at this start; no keychain keeps the key.
the-key = Key
data-folder = Data folder
version = Version
no-destination = Contacts stay on this laptop until there is a destination.
destination-kind = CRM
destination-name = Name
destination-name-about = What you call it, when there are several.
save-destination = Save destination
secret-kept = Kept in the keychain. Leave it empty to keep it.
needed = This is needed.
form-more = More settings
test-contact = Send a test contact
test-contact-under-way = A test contact is under way …
test-contact-steps = The test contact, step by step
check = Check
what-goes-where = What goes where
goes-to = goes to
their-field = Field in { $crm }
fields-add = Add a field
fields-add-what = What goes there
fields-choose-ours = Choose
fields-consent = What they agreed to
fields-constant = A fixed text
fields-acts = How it is written, and away with it
fields-as-note = A note on the record
fields-choose = Field in { $crm } for { $field }
fields-how = How { $field } is written there
fields-remove = Take { $field } out
fields-becomes = Becomes
fields-only-there = What somebody in { $crm } writes there is not taken over here.
fields-read = Fields of { $crm } as of { $at }
fields-never-read = The fields of { $crm } were not read yet.
fields-read-now = Read them now
fields-make = Make it in { $crm }
fields-save = Save
fields-saved = Saved. What changed is sent.
fields-discard = Discard changes
fields-effect-none = No contact that is in there by now changes.
fields-preview = What { $crm } would get
fields-preview-none = No contact yet. Capture one, and it is shown here.
fields-preview-whom =
    { $n ->
        [one] The last contact; nothing is sent from here
       *[other] One of the last { $n } contacts; nothing is sent from here
    }
fields-nameless = Without a name
fields-versions = Earlier versions
fields-back = Go back to version { $version }
fields-way = How it is written
fields-text = The text
fields-with = And then
fields-by = What stands between
fields-nth = Which piece
fields-entry-ours = Our value { $nth }
fields-entry-theirs = Becomes, for value { $nth }
fields-entry-remove = Take value { $nth } out
fields-entry-add = Add a value
fields-otherwise = Any other value
fields-leave-out = Leave it out
turn-as_is = As it is
turn-upper = CAPITALS
turn-lower = small letters
turn-title = Each Word With a Capital
turn-e164 = Phone: +49301234567
turn-international = Phone: +49 30 1234567
turn-national = Phone: as dialled within the country
turn-pick = An entry of their list
turn-join = Together with another field
turn-split = One piece of it

## A store that came from elsewhere
restored-banner = This store was restored from a backup, copied or moved. Captures are saved here; nothing is sent before you say which laptop goes on.
restored-banner-copy = This is a copy to read. Nothing is captured, changed or sent here.
restored-say = Say which
restored-say-copy = Change that
restored-head = Which laptop goes on?
restored-lead = This store was last used in another place. If two of the same send, visitors arrive twice. So nothing has left since.
restored-replaces = This one takes its place
restored-replaces-when = The other one is lost or broken, or this is the same laptop with its backup put back.
restored-replaces-other = The other one must not send any more. If it still does, contacts can arrive twice and changes are lost.
restored-replaces-look = { $n ->
    [one] Lanyard first looks in the CRM whether 1 contact is there, then goes on. That takes some minutes.
   *[other] Lanyard first looks in the CRM which of { $n } contacts are there, then goes on. That takes some minutes.
}
restored-replaces-missing = What the other one captured after the backup is not on this laptop.
restored-replaces-do = This one goes on
restored-copy-head = The other one goes on
restored-copy-when = The other one is still in use. This is a copy to read.
restored-copy-reads = Nothing can be captured or changed here, and nothing is ever sent.
restored-copy-waiting = { $n ->
    [one] 1 contact waits to be sent in this copy. The other one sends it, if it has it.
   *[other] { $n } contacts wait to be sent in this copy. The other one sends them, if it has them.
}
restored-copy-later = You can change this later.
restored-copy-do = Keep it as a copy
restored-copy-keep = Leave it a copy
restored-not-now = Not sure? Close this: captures go on and are safe here; nothing is sent until you say.
restored-done-replaces = This laptop goes on. Lanyard looks first what is there already.
restored-done-copy = This is a copy to read now.

## Files in and out
bring-in = Bring in
bring-list = A list of contacts…
bring-pictures = Pictures of badges…
bring-folder = A folder of pictures…
bring-about = Or drop them anywhere in the window.
stop = Stop
progress = { $done } of { $of }
progress-left = { $done } of { $of }, about { $left }
size-kb = { $n } KB
size-mb = { $n } MB
import-list = Bring in a list
import-more-wait = { $n ->
    [one] 1 more list waits
   *[other] { $n } more lists wait
}
import-looking = Lanyard looks what is in it.
import-counts = What comes of it
import-counting = Counting what would come of it
import-bringing = Bringing it in
import-bring = { $n ->
    [0] Nothing new to bring in
    [one] Bring in 1 contact
   *[other] Bring in { $n } contacts
}
import-about = All of them at once, or none. Contacts that are here stay as they are.
list-of-event = This is the event's list
list-of-event-about = The organiser's list of everyone, with badge numbers. A badge with only a number then becomes a contact at once. Nobody on it becomes a contact before you meet them.
roster-about = Captures go on meanwhile. What you typed stays as it is.
roster-bring = { $n ->
    [0] Nobody new on it
    [one] Use the list of 1 person
   *[other] Use the list of { $n } people
}
roster-review = { $n ->
    [one] Look at 1 contact
   *[other] Look at { $n } contacts
}
from-the-list = The rest comes from the event's list.
also-names = This code also names { $name }.
capture-other = Capture
other-captured = { $name } is saved too.
import-next = Next list
show-contacts = Show contacts
column-of-file = Column
column-samples = First values
column-goes-to = Goes to
column-goes-where = Where “{ $column }” goes
column-nth = Column { $n }
target-skip = Leave out
target-extra = Keep beside the contact
target-id = Number in this list
target-nth = { $field } { $nth }
how-written = How the file is written
sheet = Sheet
encoding = Encoding
delimiter = Cells are separated by
delimiter-comma = Comma
delimiter-semicolon = Semicolon
delimiter-tab = Tab
delimiter-bar = Vertical bar
header = Header
header-rows = { $n ->
    [0] No header
    [one] The first row
   *[other] Row { $n }
}
unread-line = Line
unread-picture = Picture
unread-why = Why it was not read
unread-more = { $n ->
    [one] and 1 more
   *[other] and { $n } more
}
save-unread = { $n ->
    [one] Save this line
   *[other] Save these { $n } lines
}
show-unread = { $n } not read
unread-lines-name = Not read of { $file }
unread-pictures-name = Pictures not read
photos = Pictures of badges
pasted-picture = Pasted picture
photos-so-far = { $saved } new, { $known } captured before
photos-stopped = { $left ->
    [one] Stopped; 1 picture was not looked at.
   *[other] Stopped; { $left } pictures were not looked at.
}
photos-done = { $of ->
    [one] 1 picture:
   *[other] { $of } pictures:
} { $saved ->
    [one] 1 new contact, saved on this laptop
   *[other] { $saved } new contacts, saved on this laptop
}{ $known ->
    [0] {""}
   *[other] ; { $known } captured before
}{ $unread ->
    [0] .
   *[other] ; { $unread } not read.
}
export = Export
export-which = Which contacts
export-listed = { $n ->
    [one] The one in the list
   *[other] The { $n } in the list
}
export-listed-more = All in the list, more than { $n }
export-all = { $n ->
    [one] The only one
   *[other] All { $n }
}
export-as = As
format-csv = CSV for spreadsheets
format-csv-about = Opens in Excel and LibreOffice; nothing in it runs as a formula.
format-xlsx = Excel workbook
format-xlsx-about = Every cell is text; nothing in it runs as a formula.
format-vcard3 = vCard 3
format-vcard3-about = For address books, Outlook among them.
format-vcard4 = vCard 4
format-vcard4-about = For address books of today.
format-jsonl = JSON lines
format-jsonl-about = For programs: an object a line, with everything that is known.
format-csv_raw = CSV, raw
format-csv_raw-about = For programs only: every value as it is. A spreadsheet may run what begins with =.
export-do-listed = Write those in the list
export-do = { $n ->
    [one] Write 1 contact
   *[other] Write { $n } contacts
}
export-about = Into your downloads, under a new name. The file is not encrypted.
export-name = { $event } contacts { $date }
export-lies = It lies here:
export-another = Write another

## Passphrase and backups
passphrase = Passphrase
passphrase-or-key = Passphrase or recovery key
passphrase-or-key-shape = The passphrase as it was chosen, or the groups from the paper.
passphrase-new = New passphrase
passphrase-again = Once more
passphrase-shape = At least 12 characters; four words that do not belong together are good.
passphrase-differs = This is not the same as above.
passphrase-forgotten = Nobody can tell you this passphrase if it is forgotten. Write the recovery key down after the start.
passphrase-chosen-before = It was chosen at a start that was interrupted.
passphrase-begin = Begin with this passphrase
passphrase-about = It opens this store when the keychain does not, and every backup made from now on, on any laptop.
passphrase-is-set = A passphrase is set.
passphrase-set-one = Set a passphrase
passphrase-set-it = Set it
passphrase-change = Set another one
passphrase-remove = Take it away
passphrase-earlier-backups = Earlier backups keep the passphrase that they were made with.
open-store = Open
show-typed = Show what is typed
set-alerts = Alerts
alert-about = Review and a notice of the desktop tell you when one of these is reached. An empty field never does.
alert-oldest-minutes = Minutes that the oldest contact has waited
alert-oldest-help = 120 is a talk and a lunch break without a network.
alert-minutes-shape = A number from 5 to 43200, or nothing.
alert-failing-percent = Percent of the requests that failed
alert-failing-help = Of the last hour, once there were ten.
alert-percent-shape = A number from 1 to 100, or nothing.
alert-budget-percent = Percent of the day’s requests that are left
alert-budget-help = Where the CRM says how many there are.
alert-change = Choose when you are told
save-alerts = Save alerts
chart-report = Save a report
set-backup = Backups
back-up = Back up
backup-head = Make a backup
backup-name = Lanyard { $event } { $date }
backup-about-it = Everything on this laptop in one encrypted file: contacts, notes, what waits to be sent. Capturing goes on meanwhile. Access to the CRM is not in it.
backup-needs-way-in = Only the recovery key opens a backup. Write it down first, or set a passphrase.
backup-move-it = A backup on the same disk is lost with it: copy the file to a stick or another computer.
backup-last = Last backup: { $at }.
open-backup = Open a backup
open-backup-about = The backup takes the place of what is on this laptop now. What is here is put aside, not deleted. Nothing is sent before you say which laptop goes on.
backup-too-large = This backup is larger than 512 MB. Take it in with: lanyard restore FILE
restore-what-comes = It takes the place of what is here. What is here is put aside, and nothing is sent before you say which laptop goes on.
restore-asks = It was made with another key. Enter what opens it.
restore-do = Take it in

## Rehearsal
rehearsal-ribbon = Rehearsal. Nothing leaves this laptop.
bad-day = A bad day
bad-day-about = What the way to the rehearsal’s CRM is like. Capturing goes on whatever you choose.
weather-fine = Everything works
weather-fine-about = Contacts arrive within seconds; whatever waited comes along by itself.
weather-offline = Offline
weather-offline-about = The bar says since when nobody answers. Contacts are queued and safe; nothing is red, and they leave by themselves once it works again.
weather-portal = Hotel sign-in page
weather-portal-about = A web page answers in the CRM’s place. Lanyard takes it for no answer of the CRM: contacts wait as if offline, none of them counts as sent.
weather-throttled = Too many requests (429)
weather-throttled-about = The CRM asks to wait. The bar says until when; after several refusals Lanyard asks ever more seldom.
weather-broken = CRM fails (500)
weather-broken-about = After a few failures in a row Lanyard leaves the CRM alone for 30 s and then looks first. Contacts that may have been sent show “Checking”.
weather-lost_replies = Lost replies
weather-lost_replies-about = The CRM does everything and its replies get lost. Contacts show “Checking”: Lanyard looks whether each arrived before it sends again, so each is there once.
weather-slow = Slow
weather-slow-about = Each answer takes four seconds. Capturing is as fast as ever; “Sending” lasts longer, and the pictures in Review show it.
badge-sheet = Sample badges
badge-sheet-about = Hold one before the camera, on paper or on a phone; or take it in here.
open-badge-sheet = Open the sheet
print = Print
code-of = Code of { $name }
scan-here = Scan this one here

# What the next sync would send
dry-open = What would be sent?
dry-head = What the next sync sends
dry-looking = Looking…
dry-again = Look again
dry-request = The request, without the sign-in
dry-empty = empty
dry-field = Field
dry-was = There now
dry-will = Afterwards
dry-stays = stays there
dry-shown = shown to you as a difference
dry-kind-create = { $n ->
    [one] 1 new
   *[other] { $n } new
}
dry-kind-adopt = { $n ->
    [one] 1 linked
   *[other] { $n } linked
}
dry-kind-update = { $n ->
    [one] 1 changed
   *[other] { $n } changed
}
dry-kind-delete = { $n ->
    [one] 1 deleted
   *[other] { $n } deleted
}
dry-kind-hand_back = { $n ->
    [one] 1 handed back
   *[other] { $n } handed back
}
dry-kind-ask = { $n ->
    [one] 1 needs you
   *[other] { $n } need you
}
dry-kind-unsure = { $n ->
    [one] 1 not certain
   *[other] { $n } not certain
}
dry-kind-skip = { $n ->
    [one] 1 not sent
   *[other] { $n } not sent
}

## The first steps, beside the camera until the first contact is there.

first-title = You can scan now.
first-about = No account, no network. Contacts are encrypted and stay on this laptop until you say where they go.
first-camera = Camera works
first-camera-about = { $camera }, { $width } × { $height }.
first-camera-none = No camera yet
first-camera-none-about = Plug one in, use a USB scanner, or type.
first-camera-starting = The camera starts
first-disk = Disk works
first-disk-tries = Trying the disk
first-disk-fails = The disk does not take anything
first-event = Which event?
first-list = Add the attendee list
first-list-about = if badges carry only a number.
first-crm = Where do contacts go?
first-crm-waits = Can wait
first-crm-known = Contacts go to { $crm }
first-again = All of it stands under Settings, too.
first-away = Put this away
first-restore = Restore a backup
