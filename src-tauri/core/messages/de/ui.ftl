# Die eigenen Wörter des Fensters. Die Sätze der Maschine stehen in explain.ftl.

app-name = Lanyard
places = Orte
place-capture = Erfassen
place-contacts = Kontakte
place-review = Durchsicht
place-settings = Einstellungen
sync-now = Abgleichen
close = Schließen
open = Öffnen
undo = Rückgängig
save = Speichern
cancel = Abbrechen
change = Ändern
search = Suchen
try-again = Noch einmal versuchen
contact = Kontakt
this-contact = Dieser Kontakt
raw-answer = Rohe Antwort
raw-text = Roher Text
no-words = Hier wird etwas gesagt, wofür diese Version keine Worte hat ({ $code }). Eine Aktualisierung hilft.
opening = Lanyard öffnet seine Kontakte
opening-why = Nach einer Aktualisierung oder bei sehr vielen Kontakten dauert das bis zu einigen Minuten. Nichts geht verloren, und Sie müssen nichts tun.
engine-no-answer = Lanyard hat nicht geantwortet. Bestätigtes ist sicher: versuchen Sie es noch einmal.

span-millis = { $n } ms
span-seconds = { $n } s
span-minutes = { $n } min
span-hours = { $n } h

## Tasten
all-keys = Alle Tasten
keys-everywhere = Überall
keys-rest = Einzelne Tasten ruhen, während Sie schreiben.
key-space = Leer
key-ctrl = Strg
key-pause = Kamera anhalten, weiter
key-camera = Nächste Kamera
key-rate = Wertung
walk-questions = Durch die Fragen gehen
key-undo = Letzte Erfassung zurücknehmen
key-move = In der Liste bewegen
key-move-short = bewegen
key-region = Nächster Bereich
key-back = Zurück zum Erfassen

## Zustände
chip-saved = Gespeichert
chip-queued = In der Reihe
chip-on_hold = Angehalten
chip-sending = Wird gesendet
chip-waiting = Wartet
chip-checking = Prüft nach
chip-synced = Im CRM
chip-differs = Weicht ab
chip-needs_attention = Braucht Sie
chip-removing = Wird entfernt
chip-removed = Entfernt

## Felder
field-full_name = Name
field-name_prefix = Titel
field-given_name = Vorname
field-additional_name = Zweiter Vorname
field-family_name = Nachname
field-name_suffix = Namenszusatz
field-company = Firma
field-department = Abteilung
field-job_title = Funktion
field-email = E-Mail
field-phone = Telefon
field-mobile = Mobil
field-fax = Fax
field-website = Webseite
field-linkedin = LinkedIn
field-street = Straße
field-city = Ort
field-region = Land/Region
field-postal_code = Postleitzahl
field-country = Staat
field-badge_id = Badge-ID
field-note = Notiz
field-rating = Wertung
field-tag = Schlagwort
field-answer = Antworten

problem-email_shape = Eine Adresse hat ein @ in der Mitte, etwa ada@example.com.
problem-email_domain = Der Teil nach dem @ braucht einen Punkt, etwa example.com.
problem-email_unusual = Ungewöhnlich, aber so behalten: sehen Sie noch einmal hin.
problem-phone_shape = Eine Nummer hat Ziffern, etwa +49 30 901820.
problem-phone_needs_region = Beginnen Sie mit dem Land, etwa +49, oder setzen Sie die Region der Veranstaltung.
problem-url_shape = Eine Adresse beginnt etwa mit https://example.com.
problem-rating_range = Eine Wertung geht von 1 bis 5.
problem-too_long = Zu lang; der Anfang ist behalten, der Rest steht im rohen Text.

origin-badge = Badge
origin-roster = Liste
origin-typed = Getippt
origin-crm = CRM
origin-merge = Vereint
origin-undo = Zurückgenommen

remark-slip = Nur einen Buchstaben von einer bekannten Adresse entfernt.
remark-slip-take = { $value } übernehmen
remark-free_mail = Ein kostenloser Maildienst: Über die Firma sagt das nichts.
remark-role = Die Adresse einer Stelle, nicht die dieser Person.
remark-look_alike = Buchstaben aus zwei Alphabeten, die gleich aussehen: Vergleichen Sie mit dem Badge.

likeness-same_email = gleiche E-Mail
likeness-same_profile = gleiches LinkedIn-Profil
likeness-same_name = gleicher Name
likeness-shorter_name = ein Name ist die Kurzform des anderen
likeness-alike_name = Namen unterscheiden sich um einen Buchstaben
likeness-same_company = gleiche Firma
likeness-alike_company = ähnliche Firmen
likeness-same_phone = gleiche Telefonnummer
likeness-other_name = verschiedene Namen
likeness-other_company = verschiedene Firmen
likeness-other_email = verschiedene E-Mails einer Firma

duplicates-head = Vielleicht dieselbe Person
duplicates-alike = zu { $score } % ähnlich
duplicates-left = { $n ->
    [one] 1 Kontakt wird noch verglichen.
   *[other] { $n } Kontakte werden noch verglichen.
}
duplicates-more = { $n ->
    [one] 1 weiteres Paar folgt.
   *[other] { $n } weitere Paare folgen.
}
duplicates-compare = Vergleichen
duplicates-not-same = Nicht dieselbe
duplicates-not-same-toast = { $one } und { $other } bleiben zwei Kontakte. Sie werden nicht noch einmal gefragt.
merge-choose = Wählen Sie, womit der eine Kontakt weitergeht. Der umrandete Wert wird genommen.
merge-side = Erfasst { $time }
merge-both = Beide
merge-same-in-both = In beiden gleich oder nur in einem: { $fields }
merge-address = Anschrift
merge-yes = Zu einem Kontakt zusammenführen
merge-done = { $one } und { $other } sind jetzt ein Kontakt.
merge-now = Dieselbe Person: zusammenführen
merged-from = Zusammengeführt mit { $name }, { $time }
merged-undo = Wieder trennen
merged-undone = Wieder zwei Kontakte.
merged-into = Mit einem anderen Kontakt zusammengeführt, der für ihn steht.
merged-into-open = Diesen öffnen

remedy-retry = Noch einmal
remedy-edit_field = Berichtigen
remedy-take_this_one = Dieselbe Person: diesen Eintrag nehmen
remedy-create_anyway = Jemand anderes: neu anlegen
remedy-it_is_there = Es ist dort: noch einmal nachsehen
remedy-send_again = Es ist nicht dort: erneut senden
remedy-remove_here = Hier auch entfernen
remedy-leave_there = Dort belassen
remedy-delete_there = Dort auch löschen
remedy-send_now = Jetzt senden
remedy-sign_in = Anmelden
remedy-open_destination = Ziel öffnen

who-nobody = nichts zu tun
who-you = Sie sind dran
who-manager = fragen Sie, wer das CRM verwaltet

## Erfassen
capture-into = { $event }, als { $operator }
camera = Kamera
camera-picture = Laufendes Kamerabild
camera-next = , nächste Kamera nehmen
camera-paused = Pause
camera-starting = Die Kamera startet
camera-why-cover = Ist sie angesteckt? Ist ihre Abdeckung offen, und ist sie eingeschaltet? Manche Laptops schalten die Kamera mit einer Taste oder einem Schieber aus.
camera-why-allowed = Lässt das System Programme an die Kamera? Das steht in seinen Einstellungen zum Datenschutz.
camera-why-doctor = Was fehlt und welche Zeile es behebt, sagt lanyard doctor in einem Terminal.
camera-none-head = Keine Kamera gefunden. Erfassen geht weiter.
camera-none-lead = Alles hier unten geht jetzt. Stecken Sie jederzeit eine Kamera an: Lanyard bemerkt sie.
camera-refused-head = Das System lässt Lanyard nicht an die Kamera.
camera-refused-lead = Erlauben Sie es in den Datenschutz-Einstellungen des Systems, dann noch einmal suchen. Erfassen geht weiter.
camera-busy-head = Ein anderes Programm nutzt die Kamera.
camera-busy-lead = Schließen Sie es dort: Lanyard nimmt die Kamera, sobald sie frei ist. Erfassen geht weiter.
camera-lost-head = Die Kamera ist weg. Erfassen geht weiter.
camera-lost-lead = Stecken Sie sie wieder an: Lanyard bemerkt sie. Alles hier unten geht jetzt.
camera-unsupported-head = Keine Kamera in diesem Fenster. Erfassen geht weiter.
camera-unsupported-lead = Die Web-Ansicht des Systems kommt ohne Kamera. Alles hier unten geht jetzt.
way-scanner = USB-Scanner
way-scanner-about = Einfach scannen. Lanyard hört überall zu, wo auch immer der Cursor steht.
way-scanner-ready = Bereit
way-type = Tippen
way-type-about = Name und Firma genügen. Die Nummer unter dem Code geht auch.
way-photo = Foto
way-photo-about = Ziehen Sie ein Bild des Badges hierher, oder fügen Sie es ein.
way-list = Liste oder Karten
way-list-about = Eine Liste des Veranstalters, oder vCards, die ein Besucher geschickt hat.
way-list-do = Datei öffnen
way-badges-about = Beispielpersonen für die Probe: ohne Kamera aufnehmen.
type-a-contact = Kontakt tippen
save-contact = Kontakt speichern
choose-picture = Bild wählen
picture-no-code = In diesem Bild ist kein Code zu finden. Schneiden Sie es auf den Code zu, oder nehmen Sie es näher auf.
look-again = Noch einmal suchen
pause = Pause
go-on = Weiter
coach-saved = Gespeichert. Bereit für den nächsten Badge.
coach-again = Derselbe Badge noch einmal. Gezählt.
coach-known = Sie kennen sich schon. Nichts Neues angelegt.
coach-refused = Nichts wurde gespeichert. Nehmen Sie den anderen Code.
coach-drop = Loslassen: Bilder von Badges werden gelesen, Listen von Kontakten angesehen.
coach-typing = Die Kamera wartet, während Sie schreiben.
coach-paused = Pause. Nichts wird gelesen.
coach-first = Die Kamera läuft. Halten Sie einen Badge in den Rahmen.
coach-first-read = Sie liest Badges. Gespeichert, und bereit für den nächsten.
coach-ready = Halten Sie einen Badge in den Rahmen.
coach-show-all = Ein Teil des Codes liegt außerhalb des Bildes: Zeigen Sie ihn ganz.
coach-tilt = Auf dem Code spiegelt sich ein Licht: Neigen Sie den Badge ein wenig.
coach-closer = Der Code ist zu klein im Bild: Halten Sie den Badge näher heran.
coach-too-dense = Dieser Code ist zu dicht für diese Kamera: Nehmen Sie einen Scanner oder tippen Sie den Kontakt.
coach-steady = Der Code ist unscharf: Halten Sie den Badge still oder etwas weiter weg.
coach-light = Hier ist es zu dunkel: Drehen Sie den Badge zum Licht.
coach-less-light = Es ist zu hell: Drehen Sie die Kamera oder den Badge vom Licht weg.
coach-starting = Die Kamera startet.
coach-no-camera = Bereit. Tippen Sie einen Kontakt.
coach-missed = Eingebaute Kamera erscheint nicht?
find-out-why = Ursache finden
last-captures = Letzte Erfassungen
earlier-captures = Frühere Erfassungen
tally-today = heute
tally-to-send = zu senden
no-capture-yet = Noch niemand
no-capture-yet-about = Der nächste Badge hängt hier.
no-name-yet = Noch kein Name
no-name-yet-list = Noch kein Name. Kommt mit der Liste
id-only = ID { $id }
draft-kept = Der halbe Kontakt bleibt erhalten. M holt ihn zurück.
draft-old = Diesen Kontakt haben Sie vorher begonnen.
draft-clear = Neu beginnen
paste-not-read = Nichts im eingefügten Text sieht nach einer Person aus.
scan-saved = { $name }: auf diesem Laptop gespeichert
scan-known = { $name } ist schon erfasst: Der Scan kam dazu
saved-here = Hier gespeichert
n-of-m = { $n } von { $of }
all-answered = { $n ->
    [one] Die Frage ist beantwortet.
   *[other] Alle { $n } Fragen sind beantwortet.
}
look-at-answers = Ansehen
walk-keys = Ziffern antworten, Enter geht weiter, Esc beendet.
walk-keys-text = Enter behält es und geht weiter, Esc beendet.
yes = Ja
no = Nein
done = Fertig
seen-times = { $n }-mal gesehen
name-it-now = Jetzt benennen
name-it-later = Oder warten: der Name kommt mit der Teilnehmerliste.
mend = Berichtigen
maybe-same = { $name } hat diese E-Mail seit { $time }: dieselbe Person?
already-captured = Schon erfasst um { $time }
already-captured-by = Schon erfasst um { $time } von { $name }
add-note = Notiz dazu
nothing-stored = Nichts wurde gespeichert
try-other-code = Badges tragen oft zwei Codes. Nehmen Sie den anderen.
at-by = { $time }, von { $name }
note-hint = Enter speichert, Umschalt Enter beginnt eine Zeile
tag-hint = Ein Wort oder zwei, Enter speichert
tags = Schlagwörter
capture-undone = { $name } wurde zurückgenommen.

## Kontakte
filter-today = Heute
filter-any = Jede Bewertung
filter-rating-from = { $n } oder höher
filter-no-tags = Noch kein Kontakt hat ein Schlagwort.
filter-nobody = Noch niemand hat erfasst.
chosen-n = { $n ->
    [one] 1 gewählt
   *[other] { $n } gewählt
}
chosen-none = Keinen wählen
chosen-all = Alle { $n } wählen
chosen-most = { $n } sind das Meiste auf einmal: für die anderen die Liste eingrenzen.
chosen-tag = { $n } verschlagworten
chosen-remove = Entfernen
chosen-column = Gewählt
choose-contact = { $name } wählen
key-choose = Wählen; mit Umschalt alle seit dem letzten
key-choose-short = wählen
filter-state = Zustand
column-name = Name
column-rep = Wer
column-time = Zeit
waits-for-list = wartet auf die Liste
not-rated = ohne Wertung
count-of = { $n } von { $total ->
    [one] 1 Kontakt
   *[other] { $total } Kontakten
}
count-more-of = Mehr als { $n } von { $total } Kontakten
sum-line = Erfasst: { $captured } = { $synced } im CRM + { $waiting } wartend + { $attention } { $attention ->
    [one] braucht Sie
   *[other] brauchen Sie
} + { $removed } entfernt
sum-off = Die Summe stimmt nicht.
no-contacts = Noch keine Kontakte
no-contacts-about = Hier steht jeder, den Sie erfassen, und wie weit er auf dem Weg ins CRM ist.
capture-one = Jemanden erfassen
none-match = Kein Kontakt passt zu „{ $text }“.
none-in-filter = In diesem Filter ist kein Kontakt.
none-match-about = { $n ->
    [one] Ohne ihn gibt es 1 Kontakt.
   *[other] Ohne ihn gibt es { $n } Kontakte.
}
show-all = { $n ->
    [one] Diesen zeigen
   *[other] Alle { $n } zeigen
}
why-pending = Warum ist das noch offen?
where-is-it = Wo ist es?
why-next = Dann
why-you = Sie
details = Angaben
from-badge = { $n } vom Badge
add-detail = Angabe hinzufügen
edit-field = { $field } ändern
as-read = Wie gelesen:
this-is = Das ist { $name }
this-is-record = Das ist der Eintrag { $id }
differences = Was abweicht
here = Hier
here-holds = Hier, und es gilt
there = Dort
there-holds = Dort, und es gilt
keep-ours = Diesen behalten
take-theirs = Diesen nehmen
what-happened = Was geschah
remove = Entfernen
remove-unlink = Entfernen und lösen
remove-about-created = Der Eintrag in { $crm } wird auch gelöscht.
remove-about-adopted = Der Eintrag in { $crm } war schon vorher da: er bleibt. Nur was Lanyard hineingeschrieben hat, wird zurückgenommen.
removed-toast = { $name } wurde entfernt.
removed-toast-adopted = { $name } wurde entfernt. Der Eintrag in { $crm } war schon vorher da und bleibt.
restore = Zurückholen
destroy = Entfernen und auch in { $crm } löschen
destroy-about = Den Datensatz { $id } in { $crm } gab es vor Lanyard. Er wird mit allem gelöscht, was Kollegen darin führen. Lanyard kann ihn nicht zurückholen.
destroy-yes = Datensatz { $id } endgültig löschen
destroyed-toast = { $name } wurde entfernt. Der Datensatz in { $crm } wird auch gelöscht.
delete-there-about = { $n ->
    [one] Der Datensatz in { $crm } wird gelöscht, mit dem, was jemand darin geändert hat. Lanyard kann ihn nicht zurückholen.
   *[other] Diese { $n } Datensätze in { $crm } werden gelöscht, mit dem, was jemand darin geändert hat. Lanyard kann sie nicht zurückholen.
}
delete-there-yes = { $n ->
    [one] Endgültig löschen
   *[other] { $n } endgültig löschen
}

## Durchsicht
sum = Die Summe, die stimmen muss
captured = Erfasst
sum-adds-up = Die Summe stimmt
oldest-pending = Am längsten offen: { $span }
nothing-to-do = Nichts braucht Sie
nothing-to-do-about = Was das CRM nicht annimmt, was abweicht und was angehalten ist, steht hier beisammen, mit einem Knopf für alles.
needs-a-fix = Zu beheben
on-hold = Angehalten
see-the = Alle { $n } zeigen
show-everyone = Wieder alle zeigen
fix-retry-n = { $n ->
    [one] Beheben, 1 erneut
   *[other] Einmal beheben, { $n } erneut
}
fix-how = Woran es liegt
fix-set = { $n ->
    [one] Dies als { $field } schreiben:
   *[other] Dies bei allen { $n } als { $field } schreiben:
}
fix-replace = { $n ->
    [one] Einen Teil von { $field } ersetzen:
   *[other] Einen Teil von { $field } bei allen { $n } ersetzen:
}
replace-this = Ersetze
replace-by = durch
fix-clear = { $n ->
    [one] { $field } bei diesem Kontakt leeren. Der alte Wert bleibt unter „Was geschah“.
   *[other] { $field } bei diesen { $n } leeren. Die alten Werte bleiben unter „Was geschah“.
}
fix-remap = { $field } ab jetzt an ein anderes Feld von { $crm } senden:
fix-make = Das Feld in { $crm } anlegen
fix-leave_out = { $field } nicht mehr an { $crm } senden
fix-retry = In { $crm } ist es behoben: senden, wie es ist
fix-under-way = { $n ->
    [one] 1 Kontakt ist in Arbeit.
   *[other] { $n } Kontakte sind in Arbeit.
}
act-retry = { $n } erneut senden
act-send_again = { $n } erneut senden
act-remove_here = { $n } hier entfernen
act-look_again = { $n } noch einmal suchen
act-take_the_one = { $n ->
    [one] Dieselbe Person
   *[other] Dieselben, wo einer gefunden ist
}
act-create_anyway = { $n } neu anlegen
act-leave_there = { $n } dort belassen
act-delete_there = { $n } dort löschen
take-all-defaults = Alle wie vorgeschlagen
alike = { $field } weicht in { $crm } { $n }-mal ab.
ours-for-all = Bei allen { $n } unseres
theirs-for-all = Bei allen { $n } deren
this-laptop = Dieser Laptop
holds-until = gilt, bis Sie wählen
empty-value = (leer)
more-differences = { $n ->
    [one] 1 weiterer folgt, sobald diese entschieden sind.
   *[other] { $n } weitere folgen, sobald diese entschieden sind.
}
proposed = Inzwischen bekannt
proposed-value = Was sie sagt
field = Feld
typed-here = hier getippt
take-proposed = { $n ->
    [0] Nichts gewählt
    [one] 1 Feld übernehmen
   *[other] { $n } Felder übernehmen
}
refuse-proposed = So lassen
take-all-proposed = Alle { $n } übernehmen
take-all-proposed-about = Alle auf einmal lässt aus, was hier getippt wurde und wer in der Liste anders heißt: die bleiben zum Ansehen stehen.
more-proposed = { $n ->
    [one] 1 weiterer folgt, sobald diese entschieden sind.
   *[other] { $n } weitere folgen, sobald diese entschieden sind.
}
release = { $n } jetzt senden
send-earlier = Auch { $n } senden
leave-earlier = Hier lassen
release-unresolved = { $n } so senden
purge-head = Lange genug im CRM
purge-look = { $n } hier löschen
purge-about = Was dieser Laptop von ihnen hat, wird endgültig gelöscht: Werte, Badges, Notizen, Antworten. Ihre Einträge im CRM bleiben, wie sie sind.
purge-yes = Ja, { $n } löschen
health-answers = Antworten
health-usual = üblich,
health-slow = langsam
health-none = noch keine
health-worked = Gelungen
health-worked-of = { $worked } der letzten { $n } Anfragen
health-quota = Anfragen übrig
health-quota-of = von { $n }
health-quota-unknown = es sagt nichts dazu
health-pace = Auf einmal
health-pace-of = von { $burst }, { $rate } mehr je Sekunde
health-failures = Nacheinander misslungen
health-failures-of = von { $n }; dann ruht Lanyard 30 s

## Bilder der Durchsicht
chart-head = Der Tag in Bildern
chart-over = Welcher Tag
chart-all = Die ganze Veranstaltung
chart-nothing = Noch nichts erfasst: mit dem ersten Kontakt gibt es etwas zu zeichnen.
chart-captures = Erfasst
chart-captures-found = { $n }, am meisten ab { $at }
chart-captures-none = In dieser Zeit wurde nichts erfasst.
chart-states = Wartend im Lauf der Zeit
chart-waited-most = am meisten, { $n }, ab { $at }
chart-waited-none = nichts wartete
chart-gap = { $n } warteten
chart-settled = Erledigt
chart-reps = Nach Person
chart-laptops = Nach Laptop
chart-of-captured = von { $n } erfassten
chart-nobody = Niemand genannt
chart-no-laptop = Ein anderer Laptop
chart-others = und { $n } weitere mit zusammen { $count }; alle stehen in der Tabelle
chart-failures = Fehler nach Ursache
chart-failures-now = jetzt offen
chart-failures-none = Kein Fehler ist offen.
chart-answers = Antworten von { $crm }
chart-answers-found = üblich in { $usual }, langsam { $slow }
chart-answers-none = { $crm } wurde in dieser Zeit nichts gefragt.
chart-worked = { $worked } von { $n } Anfragen gelangen.
chart-usual = üblich
chart-slow = langsam
chart-budget = Übrig vom Tag bei { $crm }
chart-budget-share = { $share } der Anfragen des Tages übrig
chart-budget-count = { $n } Anfragen übrig
chart-budget-none = { $crm } sagt nichts über ein Tagesbudget.
chart-left = übrig
chart-from = Ab
chart-arrived = Im CRM angekommen
chart-removed = Vorher entfernt
chart-waiting-then = Am Ende wartend
chart-who = Wer
chart-laptop = Laptop
chart-cause = Ursache
chart-requests = Anfragen
chart-usual-ms = Übliche Antwort, ms
chart-slow-ms = Langsame Antwort, ms
chart-budget-left = Übrig vom Tag
chart-table = { $title }: als Tabelle zeigen
chart-save = { $title }: als CSV speichern
cause-invalid = Ein Wert
cause-refused = Abgelehnt
cause-belongs_to_someone_else = Von anderen
cause-maybe_there = Vielleicht dort
cause-deleted_there = Dort gelöscht
cause-changed_there = Dort geändert

## Einstellungen
set-event = Veranstaltung
set-camera = Kamera und Ton
set-scanner = USB-Scanner
scanner-about = Scannen Sie jederzeit, auf jeder Seite. Lanyard erkennt einen Scanner am Tempo und hält, was er tippt, aus Feldern heraus.
scanner-untaught = Noch nicht angelernt. Scans werden wie auf einer US-Tastatur gelesen, wo der Badge das sicher macht.
scanner-teach = Scanner anlernen
scanner-teach-about = Scanner tippen wie auf ihrer eigenen Tastatur, meist einer amerikanischen. Ein Scan eines Codes zeigt Lanyard, was hier ankommt; was falsch ankommt, macht es dann rückgängig.
scanner-show-code = Code zeigen
scanner-code = Code zum Anlernen eines Scanners
scanner-scan-now = Scannen Sie jetzt diesen Code.
scanner-scan-hint = Auf diesem Bildschirm zu dicht für den Scanner? Drucken Sie ihn.
scanner-try = Scan ausprobieren
scanner-try-about = Scannen Sie irgendeinen Badge: Was Lanyard liest, steht dann hier. Erfasst wird nichts.
scanner-reads = Lanyard liest
scanner-taught-at = Angelernt { $time }
scanner-forget = Vergessen
set-badges = Badges
badges-about = Lanyard liest die üblichen Badges von selbst: vCards, MECARDs, JSON, Listen, Adressen von Profilen. Wo eine Veranstaltung Werte in eigener Reihenfolge druckt, sagt ein Rezept, welcher welcher ist.
recipes-own = Rezepte dieser Veranstaltung
recipes-none = Keine. Badges werden gelesen, wie Lanyard sie kennt.
recipe-brought = seit { $time }
recipe-try-one = Probieren
recipe-save = Als Datei sichern
recipe-remove = Entfernen
recipe-removed = { $name } wird nicht mehr gefragt. Was dadurch übernommen wurde, bleibt.
recipe-learn = Aus drei Badges lernen
recipe-learn-about = Scannen Sie drei Badges oder fügen Sie ein, was ihre Codes enthalten. Markieren Sie dann in jedem einen Wert und sagen Sie, welches Feld er ist: in allen dreien dieselben Felder.
recipe-take-last = Die letzten { $n } erfassten nehmen
recipe-badge = Badge { $n }
recipe-mark = Markieren Sie oben einen Wert und sagen Sie dann, was er ist.
recipe-is = Was in Badge { $n } markiert ist, ist
recipe-is-short = ist …
recipe-unpoint = { $field } ist das nicht
recipe-missing-in-some = Noch nicht in jedem Badge gezeigt: { $fields }.
recipe-name = Name des Rezepts
recipe-name-about = Andere sehen ihn, wenn Sie die Datei weitergeben.
recipe-learn-now = Lernen
recipe-learned = Das liest es
recipe-file = Die Datei
recipe-use = Für diese Veranstaltung nutzen
recipe-bring = Rezeptdatei laden
recipe-try = Badges probieren
recipe-try-about = Fügen Sie ein, was Codes enthalten, einen je Zeile, oder scannen Sie Badges. Nichts wird erfasst.
recipe-by = Gelesen mit
recipe-as-now = wie die Badges dieser Veranstaltung jetzt gelesen werden
recipe-codes = Codes
recipe-read-these = Lesen
read-by = Gelesen mit { $name }.
recipes-built-in = In Lanyard enthalten
recipes-built-in-about = Anordnungen von Systemen, die Badges drucken. Dieselbe bedeutet anderswo eine andere Reihenfolge; gefragt wird darum keine, bevor Sie sie wählen.
set-destination = Ziel
set-look = Sprache und Aussehen
set-about = Daten und Version
diagnostic = Diagnosedatei
diagnostic-what = Sie hilft dabei, Lanyard zu reparieren: Anzahlen, Wartezeiten, Statusnummern der Antworten und das Protokoll. Sie enthält nichts von Ihren Kontakten, keine Namen, keine Adressen und keine Schlüssel.
diagnostic-save = Diagnosedatei speichern
reading-settings = Die Einstellungen werden gelesen.
settings-saved = Gespeichert.
event-name = Veranstaltung
operator = Wer erfasst
operator-about = Steht neben jeder Erfassung.
region = Region
region-about = Zwei Buchstaben, etwa DE. Telefonnummern ohne Land werden darin gelesen.
region-shape = Zwei Buchstaben, etwa DE oder AT; oder leer lassen.
grace = Sekunden bis zum Senden
grace-about = So lange lässt sich eine Karte zurücknehmen. 0 bis 300.
grace-shape = Eine Zahl von 0 bis 300.
purge-days = Nach so vielen Tagen im CRM zum Löschen vorschlagen
purge-days-about = Gezählt nach der Uhr des CRM, vorgeschlagen in der Durchsicht, getan nur nach einem Ja. Leer: nie.
purge-days-shape = Eine Zahl von 7 bis 3650, oder nichts.
save-event = Veranstaltung speichern
questions = Was die Veranstaltung fragt
questions-about = Gefragt wird nach jeder Erfassung auf der Karte und im Kioskbetrieb. Antworten lassen sich suchen und exportieren wie Felder und gehen als Notiz ins CRM.
questions-none = Noch nichts.
questions-retired = Nicht mehr gefragt ({ $n })
question = Frage
add-question = Frage hinzufügen
save-question = Frage speichern
question-retired = „{ $question }“ wird nicht mehr gefragt. Die Antworten bleiben.
answered-by = { $n ->
    [one] von 1 Kontakt beantwortet
   *[other] von { $n } Kontakten beantwortet
}
reword-about = { $n ->
    [one] 1 Kontakt hat geantwortet. Seine Antwort bleibt bei den Worten, auf die er sie gab; gefragt wird ab jetzt mit den neuen.
   *[other] { $n } Kontakte haben geantwortet. Ihre Antworten bleiben bei den Worten, auf die sie gegeben wurden; gefragt wird ab jetzt mit den neuen.
}
reword-named = „{ $question }“ ändern
retire = Zurückziehen
retire-named = „{ $question }“ zurückziehen
ask-again = Wieder fragen
move-up = „{ $question }“ nach oben
move-down = „{ $question }“ nach unten
asks = Beantwortet durch
asks-one = Eine von mehreren
asks-several = Beliebige von mehreren
asks-scale = Eine Skala
asks-yes_no = Ja oder nein
asks-text = Text
consent = Einwilligung
consent-about = Gefragt auf der Karte und im Kioskbetrieb; Ja und Nein sehen gleich aus, und Schweigen ist kein Ja. Was gesagt wurde, bleibt mit Wortlaut, Zeit und wer gefragt hat.
consent-words = Worum Besucher gebeten werden
consent-words-about = So, wie es die Besucher hören oder lesen. Leer: Niemand wird gefragt. Eine Änderung ist eine neue Fassung; Gesagtes bleibt bei seinem Wortlaut.
consent-example = Dürfen wir Ihnen zu dem, was Sie heute gesehen haben, eine E-Mail schreiben?
consent-hold = Vor einem Ja nichts senden
save-consent = Einwilligung speichern
consent-version = Fassung { $n } des Wortlauts.
consent-kiosk = Im Kioskbetrieb, { $time }.
consent-by = Gefragt von { $name }, { $time }.
consent-staff = Gefragt { $time }.
consent-silent = Noch nicht gefragt, oder nichts gesagt.
safe-to-close = Sicher zu schließen?
closing-counting = Es wird gezählt.
closing-look = Ansehen
way-backup = Sicherung
way-backup-none = { $n ->
    [one] Noch nie gesichert. 1 Kontakt mit Notizen und Badge wäre eine verschlüsselte Datei bei den Downloads, in Sekunden gemacht.
   *[other] Noch nie gesichert. { $n } Kontakte mit Notizen und Badges wären eine verschlüsselte Datei bei den Downloads, in Sekunden gemacht.
}
way-backup-since = { $n ->
    [0] Zuletzt { $time }, mit allem darin.
    [one] Zuletzt { $time }; seitdem kam 1 Kontakt dazu.
   *[other] Zuletzt { $time }; seitdem kamen { $n } Kontakte dazu.
}
way-stay = Offen lassen
way-stay-cost = Kostet Zeit: Lanyard sendet von selbst, was gehen kann, sobald es ein Netz gibt.
way-stay-do = Jetzt senden und bleiben
way-close = Schließen
way-close-cost = Verliert nichts: Was hier ist, bleibt verschlüsselt und geht weiter, sobald Lanyard wieder offen ist. Bis dahin sieht es im CRM niemand.
way-close-safe = Verliert nichts.
way-close-do = Jetzt schließen
set-kiosk = Kioskbetrieb
kiosk-about = Der Laptop erfasst von selbst: Besucher halten ihren Badge in den Rahmen, beantworten, was die Veranstaltung fragt, und nach 20 Sekunden leert sich der Bildschirm. Nichts anderes lässt sich öffnen, und niemand sieht, wer vorher da war. Auch nach einem Neustart beginnt der Kioskbetrieb.
kiosk-system = Das Fenster füllt den Bildschirm und schließt sich nicht ohne PIN. Was das System selbst bietet, bleibt: ein anderes Programm, der Einschalter, ein gezogener Stecker. Für einen unbeaufsichtigten Laptop ein Konto ohne andere Programme anlegen.
kiosk-start = Kioskbetrieb starten
pin = PIN
pin-new = PIN, die ihn beendet
pin-again = Dieselbe PIN noch einmal
pin-shape = 4 bis 12 Ziffern. Ohne sie verlässt niemand den Kioskbetrieb, auch nicht nach einem Neustart. Vergessen: Der Rettungsschlüssel öffnet ihn auch.
pin-differs = Die beiden PINs sind verschieden.
kiosk-hold = Halten Sie Ihren Badge in den Rahmen.
kiosk-scan = Scannen Sie Ihren Badge oder tippen Sie ihn ein.
kiosk-keeps = Wir behalten, was auf Ihrem Badge steht, um Ihnen zu schicken, was Sie möchten. Sonst nichts.
kiosk-type = Lieber tippen
kiosk-staff = Personal
kiosk-no-camera = Gerade keine Kamera. Bitte tippen oder den Scanner benutzen.
kiosk-no-badge = Das ist kein Besucherbadge.
kiosk-try-again = Ein anderes Badge
kiosk-thanks = Danke.
kiosk-thanks-name = Danke, { $name }.
kiosk-yes = Ja
kiosk-no = Nein
kiosk-not-me = Das bin ich nicht
kiosk-skip = Ohne Antwort weiter
kiosk-next = Weiter
kiosk-that-is-all = Das war alles. Einen guten Tag.
kiosk-silence = Keine Antwort in { $n } s zählt als Nein
kiosk-clears = Leert sich in { $n } s
kiosk-who = Wer sind Sie?
kiosk-send = Fertig, behalten
kiosk-pin-about = Die PIN öffnet den Rest dieses Laptops.
kiosk-leave = Kioskbetrieb verlassen
options = Antworten zur Wahl
options-about = Eine pro Zeile, zwei bis neun. Jede hat eine Ziffer als Taste.
options-example = Sofort
scale-steps = Höchste Stufe
scale-low = 1 heißt
scale-high = Die höchste heißt
camera-choice-about = Infrarot und virtuelle Kameras kommen zuletzt. C nimmt die nächste.
camera-unknown-yet = Noch keine bekannt. Öffnen Sie einmal „Erfassen“.
sounds = Töne
volume = Lautstärke
hear-it = Anhören
sounds-about = Erst zu hören, wenn ein Kontakt auf der Platte ist. Nie das einzige Zeichen.
language = Sprache
theme = Aussehen
as-system = Wie das System
theme-light = Hell
theme-dark = Dunkel
recovery-key = Rettungsschlüssel
recovery-key-shape = Die Gruppen vom Papier, mit oder ohne Striche.
open-with-key = Mit diesem Schlüssel öffnen
try-again-keychain = Den Schlüsselbund inzwischen entsperrt? Dann genügt „Noch einmal versuchen“.
recovery-key-about = Mit diesem Schlüssel und einer Kopie des Datenordners öffnet ein anderer Laptop alles. Schreiben Sie ihn auf Papier; bewahren Sie es getrennt vom Laptop auf.
recovery-key-confirmed = Aufgeschrieben.
recovery-key-open = Noch nicht aufgeschrieben. Ohne ihn ist mit dem Schlüsselbund auch die Ablage verloren.
recovery-key-banner = Der Rettungsschlüssel ist noch nicht aufgeschrieben. Ohne ihn sind mit dem Schlüsselbund auch die Kontakte verloren.
show-recovery-key = Rettungsschlüssel zeigen
written-down = Er ist aufgeschrieben
hide = Verbergen
key-kept-keychain = Der Schlüssel liegt im Schlüsselbund des Systems.
key-kept-key_file = Der Schlüssel liegt in einer eigenen Datei außerhalb des Datenordners.
key-kept-recovery_key = Der Rettungsschlüssel wurde bei diesem Start eingegeben; der Schlüsselbund behält ihn nicht.
key-kept-passphrase = Die Passphrase wurde bei diesem Start eingegeben; kein Schlüsselbund behält den Schlüssel.
the-key = Schlüssel
data-folder = Datenordner
version = Version
no-destination = Kontakte bleiben auf diesem Laptop, bis es ein Ziel gibt.
destination-kind = CRM
destination-name = Name
destination-name-about = Wie Sie es nennen, wenn es mehrere gibt.
save-destination = Ziel speichern
secret-kept = Liegt im Schlüsselbund. Leer lassen, um es zu behalten.
needed = Das wird gebraucht.
form-more = Weitere Einstellungen
test-contact = Testkontakt senden
test-contact-under-way = Ein Testkontakt ist unterwegs …
test-contact-steps = Der Testkontakt, Schritt für Schritt
check = Prüfen
what-goes-where = Was wohin geht
goes-to = geht nach
their-field = Feld in { $crm }
fields-add = Feld hinzufügen
fields-add-what = Was dorthin geht
fields-choose-ours = Wählen
fields-consent = Wozu sie Ja sagten
fields-constant = Ein fester Text
fields-acts = Schreibweise und Herausnehmen
fields-as-note = Eine Notiz am Datensatz
fields-choose = Feld in { $crm } für { $field }
fields-how = Wie { $field } dort geschrieben wird
fields-remove = { $field } herausnehmen
fields-becomes = Wird zu
fields-only-there = Was jemand in { $crm } dort schreibt, wird hier nicht übernommen.
fields-read = Felder von { $crm }, Stand { $at }
fields-never-read = Die Felder von { $crm } wurden noch nicht gelesen.
fields-read-now = Jetzt lesen
fields-make = In { $crm } anlegen
fields-save = Speichern
fields-saved = Gespeichert. Was sich ändert, wird gesendet.
fields-discard = Änderungen verwerfen
fields-effect-none = Kein Kontakt, der schon dort ist, ändert sich.
fields-preview = Was { $crm } bekäme
fields-preview-none = Noch kein Kontakt. Sobald einer erfasst ist, steht er hier.
fields-preview-whom =
    { $n ->
        [one] Der letzte Kontakt; von hier wird nichts gesendet
       *[other] Einer der letzten { $n } Kontakte; von hier wird nichts gesendet
    }
fields-nameless = Ohne Namen
fields-versions = Frühere Fassungen
fields-back = Zurück zu Fassung { $version }
fields-way = Wie es geschrieben wird
fields-text = Der Text
fields-with = Und danach
fields-by = Was dazwischen steht
fields-nth = Welches Stück
fields-entry-ours = Unser Wert { $nth }
fields-entry-theirs = Wird zu, bei Wert { $nth }
fields-entry-remove = Wert { $nth } herausnehmen
fields-entry-add = Wert hinzufügen
fields-otherwise = Jeder andere Wert
fields-leave-out = Weglassen
turn-as_is = Wie es ist
turn-upper = GROSSBUCHSTABEN
turn-lower = kleinbuchstaben
turn-title = Jedes Wort Groß
turn-e164 = Telefon: +49301234567
turn-international = Telefon: +49 30 1234567
turn-national = Telefon: wie im eigenen Land gewählt
turn-pick = Ein Eintrag ihrer Liste
turn-join = Zusammen mit einem anderen Feld
turn-split = Ein Stück davon

## Ein Datenbestand, der von anderswo kam
restored-banner = Dieser Datenbestand kommt aus einer Sicherung oder wurde kopiert oder verschoben. Erfasstes wird hier gespeichert; gesendet wird nichts, bis Sie sagen, welcher Laptop weitermacht.
restored-banner-copy = Dies ist eine Kopie zum Lesen. Hier wird nichts erfasst, geändert oder gesendet.
restored-say = Entscheiden
restored-say-copy = Ändern
restored-head = Welcher Laptop macht weiter?
restored-lead = Dieser Datenbestand wurde zuletzt an einem anderen Ort benutzt. Senden zwei gleiche, kommen Besucher doppelt an. Darum ist seither nichts gesendet worden.
restored-replaces = Dieser tritt an seine Stelle
restored-replaces-when = Der andere ist verloren oder kaputt, oder dies ist derselbe Laptop mit zurückgespielter Sicherung.
restored-replaces-other = Der andere darf nicht mehr senden. Tut er es doch, können Kontakte doppelt ankommen und Änderungen verloren gehen.
restored-replaces-look = { $n ->
    [one] Lanyard sieht zuerst im CRM nach, ob 1 Kontakt dort ist, und macht dann weiter. Das dauert einige Minuten.
   *[other] Lanyard sieht zuerst im CRM nach, welche von { $n } Kontakten dort sind, und macht dann weiter. Das dauert einige Minuten.
}
restored-replaces-missing = Was der andere nach der Sicherung erfasst hat, ist nicht auf diesem Laptop.
restored-replaces-do = Dieser macht weiter
restored-copy-head = Der andere macht weiter
restored-copy-when = Der andere ist noch im Einsatz. Dies ist eine Kopie zum Lesen.
restored-copy-reads = Hier lässt sich nichts erfassen oder ändern, und gesendet wird nie etwas.
restored-copy-waiting = { $n ->
    [one] 1 Kontakt wartet in dieser Kopie aufs Senden. Der andere sendet ihn, wenn er ihn hat.
   *[other] { $n } Kontakte warten in dieser Kopie aufs Senden. Der andere sendet sie, wenn er sie hat.
}
restored-copy-later = Das lässt sich später ändern.
restored-copy-do = Als Kopie behalten
restored-copy-keep = Kopie lassen
restored-not-now = Nicht sicher? Schließen Sie dies: Erfassen geht weiter und ist hier sicher; gesendet wird nichts, bis Sie entscheiden.
restored-done-replaces = Dieser Laptop macht weiter. Lanyard sieht zuerst nach, was schon dort ist.
restored-done-copy = Dies ist jetzt eine Kopie zum Lesen.

## Dateien herein und hinaus
bring-in = Hereinholen
bring-list = Eine Liste von Kontakten …
bring-pictures = Bilder von Badges …
bring-folder = Einen Ordner mit Bildern …
bring-about = Oder lassen Sie sie irgendwo im Fenster fallen.
stop = Anhalten
progress = { $done } von { $of }
progress-left = { $done } von { $of }, noch etwa { $left }
size-kb = { $n } KB
size-mb = { $n } MB
import-list = Eine Liste hereinholen
import-more-wait = { $n ->
    [one] 1 weitere Liste wartet
   *[other] { $n } weitere Listen warten
}
import-looking = Lanyard sieht nach, was darin ist.
import-counts = Was daraus wird
import-counting = Es wird gezählt, was daraus würde
import-bringing = Wird hereingeholt
import-bring = { $n ->
    [0] Nichts Neues darin
    [one] 1 Kontakt hereinholen
   *[other] { $n } Kontakte hereinholen
}
import-about = Alle auf einmal oder keiner. Kontakte, die hier sind, bleiben, wie sie sind.
list-of-event = Das ist die Liste der Veranstaltung
list-of-event-about = Die Liste des Veranstalters mit allen und ihren Badge-Nummern. Ein Badge, der nur eine Nummer trägt, wird damit sofort ein Kontakt. Niemand darauf wird ein Kontakt, bevor Sie sich begegnen.
roster-about = Erfasst wird inzwischen weiter. Was Sie getippt haben, bleibt, wie es ist.
roster-bring = { $n ->
    [0] Niemand Neues darauf
    [one] Liste mit 1 Person verwenden
   *[other] Liste mit { $n } Personen verwenden
}
roster-review = { $n ->
    [one] 1 Kontakt ansehen
   *[other] { $n } Kontakte ansehen
}
from-the-list = Der Rest kommt aus der Liste der Veranstaltung.
also-names = Dieser Code nennt auch { $name }.
capture-other = Erfassen
other-captured = Auch { $name } ist gespeichert.
import-next = Nächste Liste
show-contacts = Kontakte zeigen
column-of-file = Spalte
column-samples = Erste Werte
column-goes-to = Wird zu
column-goes-where = Wohin „{ $column }“ kommt
column-nth = Spalte { $n }
target-skip = Weglassen
target-extra = Neben dem Kontakt behalten
target-id = Nummer in dieser Liste
target-nth = { $field } { $nth }
how-written = Wie die Datei geschrieben ist
sheet = Blatt
encoding = Zeichensatz
delimiter = Zellen trennt
delimiter-comma = Komma
delimiter-semicolon = Semikolon
delimiter-tab = Tabulator
delimiter-bar = Senkrechter Strich
header = Kopfzeile
header-rows = { $n ->
    [0] Keine
    [one] Die erste Zeile
   *[other] Zeile { $n }
}
unread-line = Zeile
unread-picture = Bild
unread-why = Warum nicht gelesen
unread-more = { $n ->
    [one] und 1 weitere
   *[other] und { $n } weitere
}
save-unread = { $n ->
    [one] Diese Zeile sichern
   *[other] Diese { $n } Zeilen sichern
}
show-unread = { $n } nicht gelesen
unread-lines-name = Nicht gelesen aus { $file }
unread-pictures-name = Nicht gelesene Bilder
photos = Bilder von Badges
pasted-picture = Eingefügtes Bild
photos-so-far = { $saved } neu, { $known } schon erfasst
photos-stopped = { $left ->
    [one] Angehalten; 1 Bild wurde nicht angesehen.
   *[other] Angehalten; { $left } Bilder wurden nicht angesehen.
}
photos-done = { $of ->
    [one] 1 Bild:
   *[other] { $of } Bilder:
} { $saved ->
    [one] 1 neuer Kontakt, auf diesem Laptop gesichert
   *[other] { $saved } neue Kontakte, auf diesem Laptop gesichert
}{ $known ->
    [0] {""}
   *[other] ; { $known } schon erfasst
}{ $unread ->
    [0] .
   *[other] ; { $unread } nicht gelesen.
}
export = Exportieren
export-which = Welche Kontakte
export-listed = { $n ->
    [one] Der eine in der Liste
   *[other] Die { $n } in der Liste
}
export-listed-more = Alle in der Liste, mehr als { $n }
export-all = { $n ->
    [one] Der einzige
   *[other] Alle { $n }
}
export-as = Als
format-csv = CSV für Tabellenprogramme
format-csv-about = Öffnet in Excel und LibreOffice; nichts darin läuft als Formel.
format-xlsx = Excel-Arbeitsmappe
format-xlsx-about = Jede Zelle ist Text; nichts darin läuft als Formel.
format-vcard3 = vCard 3
format-vcard3-about = Für Adressbücher, auch Outlook.
format-vcard4 = vCard 4
format-vcard4-about = Für heutige Adressbücher.
format-jsonl = JSON-Zeilen
format-jsonl-about = Für Programme: ein Objekt je Zeile, mit allem, was bekannt ist.
format-csv_raw = CSV, roh
format-csv_raw-about = Nur für Programme: jeder Wert, wie er ist. Ein Tabellenprogramm führt vielleicht aus, was mit = beginnt.
export-do-listed = Die in der Liste schreiben
export-do = { $n ->
    [one] 1 Kontakt schreiben
   *[other] { $n } Kontakte schreiben
}
export-about = In Ihre Downloads, unter einem neuen Namen. Die Datei ist nicht verschlüsselt.
export-name = { $event } Kontakte { $date }
export-lies = Sie liegt hier:
export-another = Noch eine schreiben

## Passphrase und Sicherungen
passphrase = Passphrase
passphrase-or-key = Passphrase oder Rettungsschlüssel
passphrase-or-key-shape = Die Passphrase, wie sie gewählt wurde, oder die Gruppen vom Papier.
passphrase-new = Neue Passphrase
passphrase-again = Noch einmal
passphrase-shape = Mindestens 12 Zeichen; vier Wörter, die nicht zusammengehören, sind gut.
passphrase-differs = Das ist nicht dasselbe wie oben.
passphrase-forgotten = Niemand kann Ihnen eine vergessene Passphrase sagen. Schreiben Sie nach dem Start den Rettungsschlüssel auf.
passphrase-chosen-before = Sie wurde bei einem Start gewählt, der unterbrochen wurde.
passphrase-begin = Mit dieser Passphrase beginnen
passphrase-about = Sie öffnet diese Ablage, wenn der Schlüsselbund es nicht tut, und jede Sicherung, die ab jetzt entsteht, auf jedem Laptop.
passphrase-is-set = Eine Passphrase ist gesetzt.
passphrase-set-one = Eine Passphrase setzen
passphrase-set-it = Setzen
passphrase-change = Eine andere setzen
passphrase-remove = Wegnehmen
passphrase-earlier-backups = Frühere Sicherungen behalten die Passphrase, mit der sie entstanden.
open-store = Öffnen
show-typed = Zeigen, was getippt ist
set-alerts = Hinweise
alert-about = Die Durchsicht und eine Meldung des Systems sagen es Ihnen, wenn eines davon erreicht ist. Ein leeres Feld nie.
alert-oldest-minutes = Minuten, die der älteste Kontakt wartet
alert-oldest-help = 120 sind ein Vortrag und eine Mittagspause ohne Netz.
alert-minutes-shape = Eine Zahl von 5 bis 43200, oder nichts.
alert-failing-percent = Prozent der Anfragen, die nicht gelangen
alert-failing-help = Der letzten Stunde, sobald es zehn waren.
alert-percent-shape = Eine Zahl von 1 bis 100, oder nichts.
alert-budget-percent = Prozent der Anfragen des Tages, die übrig sind
alert-budget-help = Wo das CRM sagt, wie viele es sind.
alert-change = Wählen, wann es gesagt wird
save-alerts = Hinweise speichern
chart-report = Bericht speichern
set-backup = Sicherungen
back-up = Sichern
backup-head = Eine Sicherung machen
backup-name = Lanyard { $event } { $date }
backup-about-it = Alles auf diesem Laptop in einer verschlüsselten Datei: Kontakte, Notizen, was auf das Senden wartet. Erfassen geht dabei weiter. Der Zugang zum CRM ist nicht darin.
backup-needs-way-in = Nur der Rettungsschlüssel öffnet eine Sicherung. Schreiben Sie ihn zuerst auf, oder setzen Sie eine Passphrase.
backup-move-it = Eine Sicherung auf derselben Platte geht mit ihr verloren: kopieren Sie die Datei auf einen Stick oder einen anderen Rechner.
backup-last = Letzte Sicherung: { $at }.
open-backup = Eine Sicherung öffnen
open-backup-about = Die Sicherung tritt an die Stelle dessen, was jetzt auf diesem Laptop ist. Was hier ist, wird beiseitegelegt, nicht gelöscht. Nichts wird gesendet, bevor Sie sagen, welcher Laptop weitermacht.
backup-too-large = Diese Sicherung ist größer als 512 MB. Spielen Sie sie ein mit: lanyard restore DATEI
restore-what-comes = Sie tritt an die Stelle dessen, was hier ist. Was hier ist, wird beiseitegelegt, und nichts wird gesendet, bevor Sie sagen, welcher Laptop weitermacht.
restore-asks = Sie entstand mit einem anderen Schlüssel. Geben Sie ein, was sie öffnet.
restore-do = Einspielen

## Probe
rehearsal-ribbon = Probe. Nichts verlässt diesen Laptop.
bad-day = Ein schlechter Tag
bad-day-about = Wie der Weg zum CRM der Probe ist. Das Erfassen geht weiter, was immer Sie wählen.
weather-fine = Alles geht
weather-fine-about = Kontakte kommen in Sekunden an; was wartete, kommt von selbst nach.
weather-offline = Offline
weather-offline-about = Die Leiste sagt, seit wann niemand antwortet. Kontakte stehen an und sind sicher; nichts ist rot, und sie gehen von selbst, sobald es wieder geht.
weather-portal = Anmeldeseite im Hotel
weather-portal-about = Eine Webseite antwortet an Stelle des CRM. Lanyard hält sie für keine Antwort des CRM: Kontakte warten wie offline, keiner gilt als gesendet.
weather-throttled = Zu viele Anfragen (429)
weather-throttled-about = Das CRM bittet um Geduld. Die Leiste sagt, bis wann; nach mehreren Absagen fragt Lanyard immer seltener.
weather-broken = CRM gestört (500)
weather-broken-about = Nach einigen Fehlern in Folge lässt Lanyard das CRM 30 s in Ruhe und sieht dann erst nach. Was gesendet sein könnte, zeigt „Prüft nach“.
weather-lost_replies = Verlorene Antworten
weather-lost_replies-about = Das CRM tut alles, und seine Antworten gehen verloren. Kontakte zeigen „Prüft nach“: Lanyard sieht nach, ob jeder ankam, bevor es erneut sendet; so ist jeder einmal dort.
weather-slow = Langsam
weather-slow-about = Jede Antwort dauert vier Sekunden. Erfasst wird so schnell wie immer; „Wird gesendet“ dauert länger, und die Bilder der Durchsicht zeigen es.
badge-sheet = Beispiel-Badges
badge-sheet-about = Halten Sie einen vor die Kamera, auf Papier oder Telefon; oder nehmen Sie ihn hier auf.
open-badge-sheet = Bogen öffnen
print = Drucken
code-of = Code von { $name }
scan-here = Diesen hier aufnehmen

# Was der nächste Abgleich sendet
dry-open = Was würde gesendet?
dry-head = Was der nächste Abgleich sendet
dry-looking = Wird nachgesehen…
dry-again = Noch einmal nachsehen
dry-request = Die Anfrage, ohne die Anmeldung
dry-empty = leer
dry-field = Feld
dry-was = Jetzt dort
dry-will = Danach
dry-stays = bleibt dort
dry-shown = wird Ihnen als Unterschied gezeigt
dry-kind-create = { $n ->
    [one] 1 neu
   *[other] { $n } neu
}
dry-kind-adopt = { $n ->
    [one] 1 verknüpft
   *[other] { $n } verknüpft
}
dry-kind-update = { $n ->
    [one] 1 geändert
   *[other] { $n } geändert
}
dry-kind-delete = { $n ->
    [one] 1 gelöscht
   *[other] { $n } gelöscht
}
dry-kind-hand_back = { $n ->
    [one] 1 zurückgegeben
   *[other] { $n } zurückgegeben
}
dry-kind-ask = { $n ->
    [one] 1 braucht Sie
   *[other] { $n } brauchen Sie
}
dry-kind-unsure = { $n ->
    [one] 1 ungewiss
   *[other] { $n } ungewiss
}
dry-kind-skip = { $n ->
    [one] 1 nicht gesendet
   *[other] { $n } nicht gesendet
}

## Die ersten Schritte, neben der Kamera, bis der erste Kontakt da ist.

first-title = Sie können jetzt scannen.
first-about = Kein Konto, kein Netz. Kontakte liegen verschlüsselt auf diesem Laptop, bis Sie sagen, wohin sie gehen.
first-camera = Die Kamera funktioniert
first-camera-about = { $camera }, { $width } × { $height }.
first-camera-none = Noch keine Kamera
first-camera-none-about = Schließen Sie eine an, nehmen Sie einen USB-Scanner, oder tippen Sie.
first-camera-starting = Die Kamera startet
first-disk = Die Festplatte funktioniert
first-disk-tries = Die Festplatte wird geprüft
first-disk-fails = Die Festplatte nimmt nichts an
first-event = Welche Veranstaltung?
first-list = Teilnehmerliste hinzufügen,
first-list-about = wenn auf den Badges nur eine Nummer steht.
first-crm = Wohin gehen die Kontakte?
first-crm-waits = Kann warten
first-crm-known = Kontakte gehen nach { $crm }
first-again = Alles davon steht auch in den Einstellungen.
first-away = Wegräumen
first-restore = Sicherung einspielen
