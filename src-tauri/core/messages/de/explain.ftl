# Was die Maschine sagt: warum ein Kontakt ist, wo er ist, was als Nächstes geschieht, wer handeln muss.
# Argumente: $crm der Name des Ziels, $at und $since Zeiten, $left eine Dauer, $ahead und $count Zahlen, $field der Name
# eines Feldes, $says die eigenen Worte des CRM.

# Warum
why-saved = Auf der Platte seit { $at }. Noch kein Ziel gewählt.
why-earlier = Erfasst { $at }, bevor { $crm } verbunden war.
next-earlier = Nach Ihrem Ja geht er zu { $crm }: siehe Durchsicht.
why-earlier-stay = Erfasst { $at }, bevor { $crm } verbunden war, und auf diesem Laptop gelassen.
why-cause-earlier = { $count ->
    [one] 1 Kontakt wurde erfasst, bevor { $crm } verbunden war. Nach Ihrem Ja geht er dorthin.
   *[other] { $count } Kontakte wurden erfasst, bevor { $crm } verbunden war. Nach Ihrem Ja gehen sie dorthin.
}
why-cause-earlier-stay = { $count ->
    [one] 1 Kontakt aus der Zeit vor { $crm } bleibt auf diesem Laptop.
   *[other] { $count } Kontakte aus der Zeit vor { $crm } bleiben auf diesem Laptop.
}
done-tagged = { $count ->
    [0] Alle haben dieses Schlagwort schon.
    [one] 1 Kontakt hat jetzt das Schlagwort.
   *[other] { $count } Kontakte haben jetzt das Schlagwort.
}
done-earlier = { $count ->
    [one] 1 Kontakt ist unterwegs.
   *[other] { $count } Kontakte sind unterwegs.
}
done-earlier-stay = { $count ->
    [one] 1 Kontakt bleibt auf diesem Laptop.
   *[other] { $count } Kontakte bleiben auf diesem Laptop.
}
why-held-grace = Wird in { $left } gesendet, oder sobald Sie die Karte verlassen.
why-held-consent = Wartet auf die Einwilligung.
why-held-refused = Auf die Frage kam ein Nein: Nichts wird gesendet.
why-held-review = Wartet auf Ihre Durchsicht.
why-held-incomplete = { $crm } braucht einen Namen, eine E-Mail oder eine Ausweisnummer.
why-held-unresolved = Bisher nur eine Nummer: benennen Sie sie, oder warten Sie auf die Liste.
why-queued =
    { $ahead ->
        [0] Geht als Nächstes an { $crm }.
       *[other] Geht an { $crm }, sobald das Netz da ist. { $ahead } davor.
    }
why-queued-offline =
    { $ahead ->
        [0] Geht an { $crm }, sobald das Netz da ist. Auf diesem Laptop ist alles sicher.
       *[other] Geht an { $crm }, sobald das Netz da ist. { $ahead } davor.
    }
why-queued-offline-since =
    { $ahead ->
        [0] Geht an { $crm }, sobald das Netz da ist. Offline seit { $since }; auf diesem Laptop ist alles sicher.
       *[other] Geht an { $crm }, sobald das Netz da ist. Offline seit { $since }; { $ahead } davor.
    }
why-throttled = { $crm } bittet uns zu warten.
why-resting = { $crm } hat mehrmals nacheinander keine gute Antwort gegeben; Lanyard ruht, bevor es weiter versucht.
why-restored = Dieser Datenbestand ist eine Kopie oder kommt aus einer Sicherung; noch geht nichts an { $crm }. Der Kontakt ist hier sicher.
why-sign-in = { $crm } nimmt unsere Anmeldung nicht mehr an. Der Kontakt ist hier sicher.
why-disk-full = Der Datenträger ist voll. Bestätigtes ist sicher, aber nichts wird gesendet oder übernommen: Machen Sie 200 MB frei.
why-sign-in-banner = { $crm } nimmt unsere Anmeldung nicht mehr an. Die Kontakte sind auf diesem Laptop sicher.
why-sending = Versuch { $try }, begonnen { $at }.
why-sending-now = Versuch { $try } läuft.
why-checking = { $crm } hat nicht geantwortet. Vielleicht ist der Kontakt angekommen: Lanyard sieht erst nach und sendet nur erneut, wenn er nicht dort ist.
why-waiting = { $crm } konnte den Kontakt gerade nicht aufnehmen.
why-synced = In { $crm } als { $id } seit { $at }.
why-synced-undated = In { $crm } als { $id }.
why-differs = { $field } weicht in { $crm } ab: wählen Sie.
why-parked-invalid-field = { $crm } nimmt „{ $field }“ nicht an: { $says }
why-parked-unknown-property = { $crm } kennt die Eigenschaft „{ $property }“ nicht: ändern, was wohin geht.
next-parked-unknown-property = Ein anderes Feld wählen oder dieses dort anlegen; dann gehen alle noch einmal.
why-parked-invalid-property = { $crm } nimmt die Eigenschaft „{ $property }“ nicht an: { $says }
why-parked-invalid = { $crm } nimmt diesen Kontakt nicht an: { $says }
why-parked-belongs-to-someone-else =
    { $count ->
        [one] { $crm } hat { $name } unter dieser E-Mail: dieselbe Person?
       *[other] { $crm } hat { $count } Einträge unter dieser E-Mail, darunter { $name }: welcher ist es?
    }
why-parked-belongs-to-hidden = { $crm } sagt, diese E-Mail sei vergeben, zeigt aber nicht, an wen.
why-parked-maybe-there =
    { $count ->
        [0] { $crm } hat nicht geantwortet, und an diesem Kontakt ist nichts, woran er dort zu finden wäre: sehen Sie nach, ob er angekommen ist.
        [one] { $crm } hat nicht geantwortet. Ein Eintrag dort sieht danach aus.
       *[other] { $crm } hat nicht geantwortet. { $count } Einträge dort sehen danach aus.
    }
why-parked-deleted-there = In { $crm } gelöscht: hier behalten oder als neu senden?
why-parked-refused = { $crm } weist den Kontakt ab: { $says }
why-parked-refused-silently = { $crm } weist den Kontakt ab, ohne zu sagen, warum.
why-removing = Hier gelöscht; { $crm } erfährt es, sobald das Netz da ist.
why-removed-here = Hier gelöscht, und in { $crm }.
why-removed-there = In { $crm } gelöscht.
why-removed-unsent = Hier gelöscht. Der Kontakt war noch nirgendwohin gesendet.

# Viele auf einmal
why-sum-missing =
    { $count ->
        [one] Die Summe stimmt nicht: von { $captured } Erfassten steht 1 Kontakt nirgends.
       *[other] Die Summe stimmt nicht: von { $captured } Erfassten stehen { $count } Kontakte nirgends.
    }
why-sum-surplus = Die Summe stimmt nicht: { $captured } sind erfasst, aber { $accounted } werden gezählt.
next-sum-off = Erfasstes liegt weiter in der Ablage. Kopieren Sie den Datenordner, dann lassen Sie die Ablage prüfen.
why-cause-belongs-to-someone-else = { $crm } hat die E-Mails dieser { $count } Kontakte unter anderen Namen: dieselben Personen?
why-cause-maybe-there = { $crm } hat bei diesen { $count } Kontakten nicht geantwortet: sehen Sie nach, ob sie angekommen sind.
why-cause-deleted-there = Diese { $count } Kontakte wurden in { $crm } gelöscht: als neu senden oder hier entfernen?
why-cause-changed-there = Diese { $count } Kontakte wurden hier entfernt, aber ihre Einträge in { $crm } hat seither jemand geändert.
why-cause-grace =
    { $count ->
        [one] 1 Karte ist noch offen und lässt sich zurücknehmen.
       *[other] { $count } Karten sind noch offen und lassen sich zurücknehmen.
    }
why-cause-unresolved = Bisher nur Nummern: benennen Sie sie, oder warten Sie auf die Liste.
why-purge =
    { $count ->
        [one] 1 Kontakt ist nach der Uhr des CRM seit { $days } Tagen dort. Er kann hier gelöscht werden.
       *[other] { $count } Kontakte sind nach der Uhr des CRM seit { $days } Tagen dort. Sie können hier gelöscht werden.
    }
done-purged =
    { $count ->
        [one] 1 Kontakt hier gelöscht. Sein Eintrag im CRM bleibt.
       *[other] { $count } Kontakte hier gelöscht. Ihre Einträge im CRM bleiben.
    }
done-again =
    { $count ->
        [one] 1 Kontakt geht noch einmal.
       *[other] { $count } Kontakte gehen noch einmal.
    }
done-removed =
    { $count ->
        [one] 1 Kontakt hier entfernt.
       *[other] { $count } Kontakte hier entfernt.
    }
done-undone =
    { $count ->
        [one] Bei 1 Kontakt rückgängig gemacht.
       *[other] Bei { $count } Kontakten rückgängig gemacht.
    }
done-released =
    { $count ->
        [one] 1 Kontakt darf jetzt gehen.
       *[other] { $count } Kontakte dürfen jetzt gehen.
    }
done-settled =
    { $count ->
        [one] 1 Unterschied entschieden.
       *[other] { $count } Unterschiede entschieden.
    }

# Was als Nächstes geschieht
next-held-grace = Danach geht er von selbst an { $crm }.
next-held-consent = Ein Ja auf der Karte oder hier gibt den Kontakt frei.
next-held-refused = Der Kontakt bleibt auf diesem Laptop. Ein späteres Ja gäbe ihn frei.
next-offline = Geht von selbst, sobald { $crm } erreichbar ist.
next-when-online = Sobald { $crm } wieder erreichbar ist.
next-soon = Bald, von selbst.
next-throttled = Nächster Versuch { $at }.
next-resting = Nächster Versuch { $at }.
next-restored = Jemand sagt, ob dieser Laptop den anderen ersetzt; dann sieht Lanyard nach, was schon dort ist, und macht weiter.
next-sign-in = Sobald sich jemand wieder anmeldet, geht alles von selbst.
next-sending = Die Antwort kommt innerhalb von 20 Sekunden.
next-checking = Sieht nach: { $at }.
next-waiting = Nächster Versuch { $at }.
next-removing = Sobald { $crm } erreichbar ist.
next-altered = { $crm } behält eine eigene Fassung von „{ $field }“.
next-parked-invalid = Berichtigen Sie es, und es geht von selbst wieder los.
next-parked-belongs-to-someone-else = Nichts wird geschrieben, bis Sie wählen.
next-parked-maybe-there = Nichts wird erneut gesendet, bis Sie es sagen.
next-parked-deleted-there = Nichts wird erneut gesendet, bis Sie es sagen.
next-parked-refused = Nichts wird erneut gesendet, bis es jemand noch einmal versucht.

# Wie es um das Netz steht, und was herauskam
story-no-destination =
    { $count ->
        [0] Noch kein Ziel. Erfasstes bleibt auf diesem Laptop.
        [one] Noch kein Ziel. 1 Kontakt ist auf diesem Laptop sicher.
       *[other] Noch kein Ziel. { $count } Kontakte sind auf diesem Laptop sicher.
    }
story-offline =
    { $count ->
        [0] Offline seit { $since }. Nichts wartet.
        [one] Offline seit { $since }. 1 Kontakt ist auf diesem Laptop sicher.
       *[other] Offline seit { $since }. { $count } Kontakte sind auf diesem Laptop sicher.
    }
story-offline-undated =
    { $count ->
        [0] { $crm } ist nicht erreichbar. Nichts wartet.
        [one] { $crm } ist nicht erreichbar. 1 Kontakt ist auf diesem Laptop sicher.
       *[other] { $crm } ist nicht erreichbar. { $count } Kontakte sind auf diesem Laptop sicher.
    }
story-all-synced = Alles ist in { $crm }.
story-nothing-yet = { $crm } ist verbunden. Noch nichts erfasst.
story-not-heard-yet = { $crm } hat noch nicht geantwortet. Noch nichts erfasst.
story-sending =
    { $count ->
        [one] 1 Kontakt muss noch zu { $crm }.
       *[other] { $count } Kontakte müssen noch zu { $crm }.
    }
story-throttled =
    { $count ->
        [0] { $crm } bittet uns zu warten. Hier wartet nichts.
        [one] { $crm } bittet uns zu warten. 1 Kontakt ist auf diesem Laptop sicher.
       *[other] { $crm } bittet uns zu warten. { $count } Kontakte sind auf diesem Laptop sicher.
    }
story-resting =
    { $count ->
        [0] { $crm } hat Schwierigkeiten. Hier wartet nichts.
        [one] { $crm } hat Schwierigkeiten. 1 Kontakt ist auf diesem Laptop sicher.
       *[other] { $crm } hat Schwierigkeiten. { $count } Kontakte sind auf diesem Laptop sicher.
    }
story-sign-in =
    { $count ->
        [0] { $crm } nimmt unsere Anmeldung nicht mehr an. Hier wartet nichts.
        [one] { $crm } nimmt unsere Anmeldung nicht mehr an. 1 Kontakt ist auf diesem Laptop sicher.
       *[other] { $crm } nimmt unsere Anmeldung nicht mehr an. { $count } Kontakte sind auf diesem Laptop sicher.
    }
story-attention =
    { $count ->
        [one] 1 Kontakt braucht Sie; der Rest ist in { $crm }.
       *[other] { $count } Kontakte brauchen Sie; der Rest ist in { $crm }.
    }
sync-outcome = { $sent } gesendet, { $waiting ->
        [one] 1 wartet
       *[other] { $waiting } warten
    }, { $attention ->
        [one] 1 braucht Sie
       *[other] { $attention } brauchen Sie
    }.
sync-outcome-offline =
    { $waiting ->
        [one] { $crm } ist nicht erreichbar. 1 Kontakt wartet sicher auf diesem Laptop.
       *[other] { $crm } ist nicht erreichbar. { $waiting } Kontakte warten sicher auf diesem Laptop.
    }
sync-outcome-no-destination = Noch kein Ziel: wählen Sie eines in den Einstellungen.
test-made = Der Testkontakt „Lanyard Test contact“ wurde in { $crm } angelegt.
test-read = Er wurde zurückgelesen: Dort steht, was gesendet wurde.
test-removed = Er wurde wieder entfernt. In { $crm } ist nichts von ihm übrig.
test-not-made = Der Testkontakt wurde in { $crm } nicht angelegt, oder man weiß es noch nicht.
test-not-removed = Er ist in { $crm } noch nicht entfernt. Lanyard holt das von selbst nach, sobald es geht, auch nach einem neuen Start.
check-ok = { $crm } antwortet, und die Anmeldung gilt.
check-unreachable = { $crm } ist unter dieser Adresse nicht erreichbar. Die Kontakte warten sicher auf diesem Laptop.
check-portal = An der Stelle von { $crm } antwortet etwas anderes: gibt es eine Anmeldeseite dieses Netzes?
check-sign-in = { $crm } nimmt diese Anmeldung nicht an. Prüfen Sie Token oder Schlüssel.
check-scope = Die Anmeldung bei { $crm } gilt, darf aber Kontakte nicht lesen und schreiben.
check-busy = { $crm } ist da, kann aber gerade nicht antworten. Versuchen Sie es in einer Minute noch einmal.
check-odd = So antwortet { $crm } nicht. Prüfen Sie die Adresse.
health-online = { $crm } antwortet.
health-unknown = { $crm } wurde noch nicht gefragt.

# Was geschah
event-captured = Erfasst und auf die Platte geschrieben
event-captured-by = Von { $who } erfasst und auf die Platte geschrieben
event-captured-again = Noch einmal erfasst
event-edited = { $field } geändert
event-edited-more = { $field } und { $more } weitere geändert
event-merged = Mit { $name } zusammengeführt
event-answered = Antwort auf: { $question }
event-consent-given = Einverstanden, gefragt von { $who } (Wortlaut Fassung { $version })
event-consent-refused = Nein gesagt, gefragt von { $who } (Wortlaut Fassung { $version })
event-consent-given-kiosk = Im Kioskbetrieb einverstanden (Wortlaut Fassung { $version })
event-consent-refused-kiosk = Im Kioskbetrieb Nein gesagt, oder nichts (Wortlaut Fassung { $version })
event-created = Neuer Eintrag in { $crm }
event-updated = Eintrag in { $crm } geändert
event-deleted = Eintrag in { $crm } gelöscht
event-note-created = Notiz in { $crm } geschrieben
event-note-updated = Notiz in { $crm } geändert
event-note-deleted = Notiz in { $crm } entfernt
event-surplus-deleted = Ein zweiter Eintrag desselben Kontakts in { $crm } entfernt
event-under-way = Unterwegs zu { $crm }
event-found = In { $crm } gelesen
event-found-email = Die E-Mail in { $crm } gesucht
event-found-marker = Unser Zeichen in { $crm } gesucht
event-found-like = Einen ähnlichen Eintrag in { $crm } gesucht
event-found-notes = Die Notiz in { $crm } gesucht
event-failed = { $crm } konnte den Kontakt nicht aufnehmen
event-unknown = Keine Antwort von { $crm }
event-auth = { $crm } nahm unsere Anmeldung nicht an
event-throttled = { $crm } bat uns zu warten
event-transient = { $crm } war nicht erreichbar oder beschäftigt
event-conflict = { $crm } hat denselben Schlüssel schon
event-stale = { $crm } hat eine neuere Fassung des Eintrags
event-gone = Der Eintrag ist nicht mehr in { $crm }
event-invalid = { $crm } nimmt einen Wert nicht an
event-protocol = { $crm } gab eine Antwort, wie sie nicht sein darf
event-waits = Wartet danach { $wait } s.
event-looks = Sieht nach { $wait } s nach, ob er angekommen ist.
event-more =
    Anfrage { $try }, { $op ->
        [create] anlegen
        [update] ändern
        [delete] löschen
        [get] lesen
       *[other] suchen
    }: Antwort { $status } nach { $took } ms.
event-more-request =
    Anfrage { $try }, { $op ->
        [create] anlegen
        [update] ändern
        [delete] löschen
        [get] lesen
       *[other] suchen
    }: Antwort { $status } nach { $took } ms, Kennung der Anfrage { $request }.
event-more-silent =
    Anfrage { $try }, { $op ->
        [create] anlegen
        [update] ändern
        [delete] löschen
        [get] lesen
       *[other] suchen
    }: keine Antwort innerhalb von { $took } ms.
event-more-open =
    Anfrage { $try }, { $op ->
        [create] anlegen
        [update] ändern
        [delete] löschen
        [get] lesen
       *[other] suchen
    }.

# Codes, die kein Kontakt sind
refused-wifi = Das ist ein WLAN-Code, kein Kontakt. Nichts wurde gesichert.
refused-payment = Das ist ein Zahlungscode, kein Kontakt. Nichts wurde gesichert.
refused-otp = Das ist ein Einmalpasswort, kein Kontakt. Nichts wurde gesichert.
refused-empty = Dieser Code ist leer. Nichts wurde gesichert.
refused-unsafe-url = Dieser Code würde auf diesem Laptop etwas ausführen. Er ist kein Kontakt; nichts wurde gesichert.
refused-app-store = Dieser Code führt zu einer App, nicht zu einem Kontakt. Nichts wurde gesichert.
refused-setup = Dieser Code richtet ein Gerät oder ein Konto ein und ist kein Kontakt. Nichts wurde gesichert.
refused-document = Das ist ein Ausweis oder ein Reisedokument; es sagt mehr über einen Menschen als ein Kontakt. Nichts wurde gesichert.
refused-nothing-typed = Tippen Sie wenigstens einen Namen, eine E-Mail oder eine Telefonnummer. Nichts wurde gesichert.

# Rezepte für Badges
recipe-no-toml = Zeile { $line }: Das ist kein TOML ({ $detail }).
recipe-too-long = Das Rezept ist länger als 64 KiB. Ein Rezept ist höchstens eine Seite lang; prüfen Sie, ob es die richtige Datei ist.
recipe-later = Zeile { $line }: Das Rezept ist für ein späteres Lanyard geschrieben. Aktualisieren Sie Lanyard, um es zu benutzen.
recipe-unknown-key = Zeile { $line }: Kein Rezept hat „{ $key }“. Prüfen Sie die Schreibweise.
recipe-missing = Zeile { $line }: „{ $key }“ fehlt.
recipe-shape = Zeile { $line }: Der Wert von „{ $key }“ ist keiner, den es haben kann.
recipe-one-way = Zeile { $line }: Ein Rezept hat genau eines von delimited, pattern, json, url, named und fixed.
recipe-unknown-field = Zeile { $line }: Es gibt kein Feld „{ $key }“. Die Felder stehen in der Anleitung zu Rezepten.
recipe-twice = Zeile { $line }: „{ $key }“ hat einen Wert und ist zweimal angegeben.
recipe-pattern = Zeile { $line }: Das Muster ist nicht lesbar ({ $detail }).
recipe-runaway = Zeile { $line }: Das Muster würde zu viel Speicher brauchen. Verkleinern Sie seine Wiederholungen.
recipe-no-field = Zeile { $line }: Das Rezept füllt kein Feld.

# Bilder
photo-empty = Die Datei ist leer.
photo-not-a-picture = Das ist kein Bild, das Lanyard lesen kann. Es liest PNG, JPEG, WebP, GIF und BMP.
photo-too-large = Das Bild ist zu groß: höchstens 50 Megapixel und 64 MB. Schneiden Sie es um den Code herum zu.
photo-damaged = Das Bild ist beschädigt. Nehmen Sie es neu auf, oder speichern Sie es noch einmal.
photo-heic = Das ist ein HEIC-Bild, das Lanyard nicht liest. Senden Sie es vom Telefon als JPEG; auf einem iPhone wählen Sie für die nächsten Einstellungen, Kamera, Formate, Maximale Kompatibilität.
photo-other-kind = Das ist ein { $kind }-Bild, das Lanyard nicht liest. Speichern Sie es als JPEG oder PNG.
photo-raw = Das ist ein Rohbild einer Kamera, das Lanyard nicht liest. Nehmen Sie das JPEG, das mit ihm aufgenommen wurde.
photo-film = Das ist ein Film. Nehmen Sie ein Standbild des Badges.
photo-pdf = Das ist ein PDF. Öffnen Sie es, und nehmen Sie ein Bildschirmfoto des Badges.

# Schwere Starts
start-needs-key = Der Schlüssel dieser Ablage ist nicht im Schlüsselbund. Nichts ist verloren: geben Sie den Rettungsschlüssel oder die Passphrase ein, oder entsperren Sie den Schlüsselbund und versuchen Sie es noch einmal.
start-keychain-locked = Der Schlüsselbund ist gesperrt oder nicht da, darum ist der Schlüssel dieser Ablage nicht zu lesen. Nichts ist verloren: entsperren Sie ihn und versuchen Sie es noch einmal, oder geben Sie den Rettungsschlüssel oder die Passphrase ein.
start-key-wrong = Der aufbewahrte Schlüssel öffnet diese Ablage nicht. Nichts ist verloren: geben Sie den Rettungsschlüssel dieser Ablage ein.
start-no-keychain = Dieses System hat keinen Schlüsselbund, den Lanyard nutzen kann, darum ist noch nichts gesichert. Wählen Sie eine Passphrase, oder starten Sie mit --key-file und einer Datei, die den Schlüssel enthält.
start-first-keychain-locked = Der Schlüsselbund ist gesperrt, darum entsteht kein Schlüssel für eine neue Ablage. Nichts wird unverschlüsselt gesichert: entsperren Sie ihn und versuchen Sie es noch einmal.
start-first-keychain-damaged = Der Schlüsselbund gibt nicht zurück, was man ihm gab, darum wird ihm kein Schlüssel anvertraut. Reparieren Sie ihn, oder starten Sie mit --key-file.
start-no-random = Das System gibt keine Zufallszahlen, darum entsteht kein Schlüssel. Starten Sie den Rechner neu und versuchen Sie es noch einmal.
start-no-store = Hier ist noch nichts: in diesem Datenordner wurde kein Kontakt erfasst.
start-already-there = Hier ist schon eine Ablage. Sie bleibt, wie sie ist: starten Sie noch einmal.
start-newer = Diese Ablage hat ein neueres Lanyard geschrieben (Format { $found }; dieses liest bis { $ours }). Sie bleibt, wie sie ist: installieren Sie die neuere Version.
start-older = Diese Ablage hat ein älteres Lanyard geschrieben (Format { $found }, heute { $ours }). Sie bleibt, wie sie ist: öffnen Sie sie einmal zum Schreiben, dann wird sie erneuert.
start-foreign = Die Datei an der Stelle der Ablage ist nicht von Lanyard. Sie bleibt, wie sie ist: wählen Sie einen anderen Datenordner.
start-corrupt = Die Ablage ist beschädigt. Sie bleibt, wie sie ist: spielen Sie eine Sicherung ein, oder geben Sie die Datei jemandem, der sie reparieren kann.
start-busy = Ein anderes Programm nutzt die Ablage. Schließen Sie es und versuchen Sie es noch einmal.
start-read-only = In den Datenordner lässt sich nicht schreiben. Erfasstes lässt sich nicht behalten: geben Sie den Ordner frei, dann starten Sie noch einmal.
start-disk-full = Die Platte ist voll. Erfasstes lässt sich nicht behalten: machen Sie 200 MB frei, dann starten Sie noch einmal.
start-in-use = Lanyard ist in diesem Datenordner schon geöffnet ({ $who }).
start-in-use-unnamed = Ein anderes Programm schreibt schon in diesen Datenordner. Schließen Sie es und versuchen Sie es noch einmal.
start-not-a-folder = { $path } ist kein Ordner. Wählen Sie einen anderen Datenordner.
start-no-home = Dieses System nennt keinen Ordner für die Daten eines Programms. Nennen Sie einen mit --data.
start-io = Der Datenordner ist nicht zu gebrauchen. Erfasstes lässt sich nicht behalten, bis das behoben ist.
start-restoring = Hier wurde das Einspielen einer Sicherung unterbrochen. Nichts ist verloren: starten Sie Lanyard einmal zum Schreiben, dann wird es beendet.
start-network = { $path } liegt auf einem Netzlaufwerk ({ $kind }). Was gesichert heißt, wäre es vielleicht nicht, und zwei Laptops könnten zugleich schreiben: wählen Sie einen Ordner auf diesem Rechner.

# Passphrase
error-tag-length = Ein Schlagwort hat ein Wort oder wenige, höchstens 60 Zeichen.
error-no-rehearsal = Das CRM der Probe läuft nicht. Starten Sie die Probe von Lanyard erneut.
error-passphrase-weak = Diese Passphrase ist zu leicht zu finden. Nehmen Sie mindestens 12 Zeichen, besser vier Wörter, die nicht zusammengehören.
error-passphrase-wrong = Das ist nicht die Passphrase dieser Ablage. Nichts ist verloren: versuchen Sie es noch einmal, oder geben Sie den Rettungsschlüssel ein.
error-passphrase-damaged = Die Datei mit der Passphrase ist beschädigt, darum öffnet keine Passphrase diese Ablage. Nichts ist verloren: geben Sie den Rettungsschlüssel ein.
error-passphrase-disk = Die Datei mit der Passphrase ließ sich nicht lesen oder schreiben. Was vorher galt, gilt noch: sehen Sie nach der Platte, dann machen Sie es noch einmal.
error-passphrase-system = Dieses System gab nicht den Speicher oder die Zufallszahlen her, die eine Passphrase braucht. Nichts wurde geändert: schließen Sie andere Programme und versuchen Sie es noch einmal.
error-passphrase-other-store = Diese Passphrase gehört zu einer anderen Ablage. Nichts ist verloren: geben Sie den Rettungsschlüssel dieser Ablage ein.
error-passphrase-only-way = Auf diesem Laptop öffnet nur die Passphrase die Ablage. Schreiben Sie zuerst den Rettungsschlüssel auf, und sagen Sie es.
passphrase-none = Es ist keine Passphrase gesetzt.
passphrase-set = Eine Passphrase öffnet diese Ablage und jede Sicherung, die seitdem entstand.
passphrase-damaged = Es wurde eine Passphrase gesetzt, aber ihre Datei ist beschädigt: sie öffnet nichts. Setzen Sie sie neu.

# Sicherungen
backup-done =
    { $count ->
        [one] 1 Kontakt ist in der Sicherung. Der Rettungsschlüssel öffnet sie.
       *[other] { $count } Kontakte sind in der Sicherung. Der Rettungsschlüssel öffnet sie.
    }
backup-done-passphrase =
    { $count ->
        [one] 1 Kontakt ist in der Sicherung. Die Passphrase oder der Rettungsschlüssel öffnet sie.
       *[other] { $count } Kontakte sind in der Sicherung. Die Passphrase oder der Rettungsschlüssel öffnet sie.
    }
backup-about =
    { $count ->
        [one] Entstanden { $at }, mit 1 Kontakt.
       *[other] Entstanden { $at }, mit { $count } Kontakten.
    }
backup-taken = Eine Datei dieses Namens gibt es schon. Sie blieb, wie sie ist: wählen Sie einen anderen Namen.
backup-in-data-folder = Eine Sicherung im Datenordner ginge mit ihm verloren. Wählen Sie einen anderen Ort, am besten eine andere Platte.
backup-missing = Eine Datei oder einen Ordner dieses Namens gibt es nicht.
backup-not-one = Diese Datei ist keine Sicherung von Lanyard, oder nur ein Teil davon. Kopieren Sie sie noch einmal, oder wählen Sie eine andere.
backup-damaged = Diese Sicherung hat sich verändert, seit sie entstand, darum wurde nichts davon verwendet. Kopieren Sie sie noch einmal, oder wählen Sie eine andere.
backup-newer = Diese Sicherung hat ein neueres Lanyard gemacht (Format { $found }; dieses liest bis { $ours }). Installieren Sie die neuere Version.
backup-wrong-key = Dieser Schlüssel öffnet die Sicherung nicht. Nichts wurde geändert: nehmen Sie den Rettungsschlüssel oder die Passphrase, die zu ihr gehört.
backup-wrong-secret = Das ist weder der Rettungsschlüssel noch die Passphrase dieser Sicherung. Nichts wurde geändert: versuchen Sie es noch einmal.
backup-only-recovery-key = Diese Sicherung hat keine Passphrase: ihr Rettungsschlüssel öffnet sie. Nichts wurde geändert.
backup-needs-key = Der Schlüssel dieses Laptops öffnet die Sicherung nicht. Geben Sie ihren Rettungsschlüssel oder ihre Passphrase ein.
backup-already-there = In diesem Ordner ist schon eine Ablage. Sie blieb, wie sie ist: wählen Sie einen anderen Ordner, oder sagen Sie --replace, dann wird sie beiseitegelegt.
backup-stopped = Angehalten. Nichts wurde geändert.
backup-disk-full = Die Platte ist voll. Es gibt keine neue Sicherung, und nichts wurde geändert: schaffen Sie Platz, oder nehmen Sie eine andere Platte.
backup-disk = Die Datei ließ sich dort nicht lesen oder schreiben. Nichts wurde geändert: wählen Sie einen anderen Ort.
restore-done =
    { $count ->
        [one] 1 Kontakt ist wieder da. Nichts davon wird gesendet, bis Sie sagen, welcher Laptop weitermacht.
       *[other] { $count } Kontakte sind wieder da. Nichts davon wird gesendet, bis Sie sagen, welcher Laptop weitermacht.
    }
restore-done-unopened =
    { $count ->
        [one] 1 Kontakt ist wieder da, aber noch nicht geöffnet: das tut der Rettungsschlüssel oder die Passphrase. Nichts davon wird gesendet, bis Sie sagen, welcher Laptop weitermacht.
       *[other] { $count } Kontakte sind wieder da, aber noch nicht geöffnet: das tut der Rettungsschlüssel oder die Passphrase. Nichts davon wird gesendet, bis Sie sagen, welcher Laptop weitermacht.
    }
restore-aside = Die Ablage, die hier war, liegt jetzt in { $path }.

# At the command line
cli-say-ask = Sagen Sie --ask, und geben Sie ihn oder sie ein.
cli-set-passphrase = Eine Passphrase setzt: lanyard passphrase set
cli-ask-either = Passphrase oder Rettungsschlüssel:
cli-ask-recovery-key = Rettungsschlüssel:
cli-new-passphrase = Neue Passphrase:
cli-once-more = Noch einmal:
cli-not-the-same = Die beiden sind nicht gleich. Nichts wurde geändert.
cli-nothing-entered = Es wurde nichts eingegeben. Nichts wurde geändert.
cli-more-duplicates = { $count ->
    [one] 1 weiteres Paar folgt, sobald diese entschieden sind.
   *[other] { $count } weitere Paare folgen, sobald diese entschieden sind.
}

# Die Schlüsseldatei
key-file-missing = Unter { $path } ist keine Schlüsseldatei. Legen Sie eine an, die nur Sie lesen können, und schreiben Sie den Rettungsschlüssel hinein; für einen neuen Speicher 64 zufällige Hexadezimalziffern.
key-file-unreadable = Die Schlüsseldatei { $path } ist nicht zu lesen. Prüfen Sie ihre Rechte.
key-file-not-a-file = { $path } ist keine Datei. Nennen Sie die Datei, die den Schlüssel enthält.
key-file-open-to-others = Andere können die Schlüsseldatei { $path } lesen oder ändern. Führen Sie aus: chmod 600 { $path }
key-file-not-yours = Die Schlüsseldatei { $path } gehört jemand anderem an diesem Rechner. Nehmen Sie eine eigene.
key-file-in-data-folder = Die Schlüsseldatei { $path } liegt im Datenordner, neben dem, was sie verschließt. Legen Sie sie an einen anderen Ort.
key-file-content = Die Schlüsseldatei { $path } enthält keinen vollständigen Schlüssel. Vergleichen Sie sie mit dem Rettungsschlüssel auf Papier.

# Was nicht ging
error-not-saved-full = Die Platte ist voll. Das Letzte wurde nicht gesichert: machen Sie 200 MB frei, dann tun Sie es noch einmal.
error-not-saved = Es ließ sich nicht auf die Platte schreiben und ist nicht gesichert: tun Sie es noch einmal.
error-not-ready = Die Ablage ist noch nicht offen.
error-no-such-contact = Diesen Kontakt gibt es hier nicht mehr.
error-no-such-destination = Dieses Ziel gibt es hier nicht mehr.
error-too-late-to-undo = Der Kontakt ist vielleicht schon unterwegs zum CRM. Ändern Sie ihn dort, oder berichtigen Sie ihn hier.
error-wrong-key = Das ist nicht der Rettungsschlüssel dieser Ablage.
error-key-mistyped = Eine der Gruppen ist vertippt: die Prüfsumme passt nicht.
error-key-shape = Ein Rettungsschlüssel hat 14 Gruppen aus je vier Buchstaben und Ziffern.
error-secret-not-kept = Der Schlüsselbund nimmt die Zugangsdaten nicht. Nichts wurde geändert: entsperren Sie ihn und sichern Sie noch einmal.
error-bad-address = Die Adresse muss mit https:// beginnen (http:// nur für diesen Laptop selbst).
error-missing-field = Das wird gebraucht.
error-grace-range = Die Zeit muss zwischen 0 und 300 Sekunden liegen.
error-purge-range = Die Tage müssen zwischen 7 und 3.650 liegen; oder leer lassen.
error-region = Eine Region hat zwei Buchstaben, etwa DE.
error-frame = Die Größe des Bildes passt nicht zu seinen Daten.
error-busy = Das letzte Bild wird noch gelesen.
error-nothing-to-undo = Es gibt nichts mehr rückgängig zu machen.
error-cannot-merge = Diese beiden lassen sich nicht mehr zusammenführen: Sehen Sie sie noch einmal an.
error-cannot-unmerge = Das lässt sich nicht trennen: Es wurde gelöscht oder noch einmal zusammengeführt. Machen Sie zuerst die spätere Zusammenführung rückgängig.
error-record-shared = Ein anderer Kontakt hier steht für denselben Datensatz: Entfernen Sie erst jenen.
error-choice = Diese Wahl passt nicht mehr: sehen Sie noch einmal hin.
error-day = Diesen Tag hat kein Kalender. Schreiben Sie ihn als Jahr, Monat und Tag: 2026-11-22.
error-field-taken = Nennen Sie ein Feld des CRM, in das noch nichts anderes geht.
error-internal = Lanyard hat einen Fehler gemacht. Bestätigtes ist nicht verloren; die Einzelheiten helfen, ihn zu beheben.
closing-nothing = Noch nichts erfasst.
closing-all = { $count ->
    [one] Der eine Kontakt ist in { $crm }.
   *[other] Alle { $count } sind in { $crm }.
}
closing-some = { $count ->
    [one] 1 von { $captured } ist noch nicht in { $crm }. Auf diesem Laptop ist er sicher.
   *[other] { $count } von { $captured } sind noch nicht in { $crm }. Auf diesem Laptop sind sie sicher.
}
closing-no-destination = { $count ->
    [one] 1 Kontakt ist auf diesem Laptop sicher. Er geht in kein CRM: Keines ist eingerichtet.
   *[other] { $count } Kontakte sind auf diesem Laptop sicher. Sie gehen in kein CRM: Keines ist eingerichtet.
}
closing-off = Die Summe geht nicht auf: vor dem Schließen die Durchsicht öffnen.
closing-going = { $count ->
    [one] Unterwegs zu { $crm }; geht von selbst.
   *[other] Unterwegs zu { $crm }; gehen von selbst.
}
closing-differ = { $count ->
    [one] Ein Wert weicht in { $crm } ab: wählen.
   *[other] Werte weichen in { $crm } ab: wählen.
}
kiosk-closed = Dieser Laptop erfasst jetzt nur. Das Personal öffnet ihn mit der PIN.
kiosk-pin-shape = Eine PIN hat 4 bis 12 Ziffern.
kiosk-pin-unusable = Das System gab nicht her, was eine PIN braucht. Nichts wurde geändert: noch einmal versuchen.
kiosk-wrong-pin = { $left ->
    [one] Das ist nicht die PIN. Noch 1 Versuch, dann folgt eine Wartezeit.
   *[other] Das ist nicht die PIN. Noch { $left } Versuche, dann folgt eine Wartezeit.
}
kiosk-wait = Zu viele falsche PINs. Der nächste Versuch geht in { $left }; Besucher können inzwischen weitermachen.
error-consent-too-long = Höchstens { $most } Zeichen: Jemand muss das lesen, bevor er entscheidet.
error-consent-not-asked = Das fragt die Veranstaltung nicht mehr. Nichts wurde festgehalten.
error-no-such-question = Das fragt die Veranstaltung nicht mehr, oder sie fragte es nie. Nichts wurde geändert.
error-too-many-questions = Eine Veranstaltung stellt höchstens { $most } Fragen. Erst eine zurückziehen.
question-empty = Die Frage fehlt.
question-too-long = Das ist zu lang für die Karte: 160 Zeichen für die Frage, 60 für eine Antwort zur Wahl.
question-how-many = Zwei bis neun Antworten zur Wahl, jede auf einer eigenen Zeile: Jede hat eine Ziffer als Taste.
question-twice = Zwei Antworten sind gleich.
question-semicolon = Eine Antwort darf kein Semikolon enthalten: Es steht zwischen mehreren Antworten.
question-steps = Eine Skala hat zwei bis zehn Stufen.
answer-not-offered = Diese Antwort steht nicht zur Wahl. Die bisherige blieb stehen.
answer-too-long = Eine Antwort fasst höchstens { $most } Zeichen. Die bisherige blieb stehen.

# Was für jedes Ziel gilt
form-when-deleted = Wenn dort ein Eintrag gelöscht wird
form-when-deleted-help = Der Kontakt bleibt in jedem Fall auf diesem Laptop.
form-when-deleted-ask = Mich fragen
form-when-deleted-follow = Dort gelöscht lassen
form-when-deleted-renew = Den Kontakt als neu senden
form-look-up = Ob jemand dort bekannt ist
form-look-up-help = Gefragt, solange der Kontakt auf der Karte steht, solange dort gezeigt und nirgends behalten.
form-look-up-show = Auf der Karte zeigen
form-look-up-hide = Nicht fragen

# Das Formular von AcmeCRM
form-acme-base-url = Adresse
form-acme-base-url-help = Etwa https://crm.example.com/api/v1. http:// nur für diesen Laptop selbst.
form-acme-auth = Anmeldung
form-acme-auth-bearer = Token
form-acme-auth-api-key = API-Schlüssel
form-acme-auth-login = E-Mail und Passwort
form-acme-email = E-Mail-Adresse
form-acme-email-help = Nur für die Anmeldung mit E-Mail und Passwort.
form-acme-secret = Token oder Schlüssel
form-acme-secret-help = Aus AcmeCRM, unter Einstellungen, API-Zugang. Er muss Kontakte lesen und schreiben dürfen. Für die Anmeldung mit E-Mail-Adresse steht hier deren Passwort.

# Das Formular von HubSpot
form-hubspot-secret = Service Key
form-hubspot-secret-help = In HubSpot unter Einstellungen, Integrationen, Service Keys. Er braucht crm.objects.contacts.read und .write, und für die Eigenschaft unten crm.schemas.contacts.read und .write. Mit crm.objects.owners.read wird auch gesagt, wer jemanden betreut, den Sie treffen. Der Schlüssel einer privaten App, die Sie schon haben, geht auch.
form-hubspot-capture-property = Eine Eigenschaft für Lanyard
form-hubspot-capture-property-help = Lanyard legt bei den Kontakten eine Eigenschaft an, „Lanyard capture ID“. Durch sie steht ein Kontakt genau einmal dort, auch wenn die Verbindung abreißt.
form-hubspot-capture-property-make = Anlegen, falls sie fehlt
form-hubspot-capture-property-leave = Nichts anlegen
form-hubspot-new-contacts = Neue Kontakte
form-hubspot-new-contacts-help = Nur was in HubSpot neu ist, wird gekennzeichnet. Kontakte, die schon da waren, behalten ihre Phase.
form-hubspot-new-contacts-plain = Phase und Status HubSpot überlassen
form-hubspot-new-contacts-lead = Als Lead mit Status „Neu“ kennzeichnen
form-hubspot-api-version = Version der Schnittstelle
form-hubspot-api-version-help = Lassen Sie sie, wie sie ist, solange HubSpot nichts anderes sagt.
form-hubspot-api-version-newest = 2026-09, die neueste
form-hubspot-api-version-before = 2026-03, die vorige
form-hubspot-api-version-old = v3, bis September 2027
form-hubspot-base-url = Adresse
form-hubspot-base-url-help = Für alle Konten bei HubSpot dieselbe. Lassen Sie sie, wie sie ist, außer bei einer Probe.

# Das Formular von Pipedrive
form-pipedrive-base-url = Domain der Firma
form-pipedrive-base-url-help = Der Name vor .pipedrive.com im Browser oder die ganze Adresse.
form-pipedrive-secret = API-Token
form-pipedrive-secret-help = In Pipedrive unter Ihrem Namen, Unternehmenseinstellungen, Persönliche Einstellungen, API. Kontakte werden im Namen der Person gesendet, der das Token gehört.
form-pipedrive-own-fields = Felder für Lanyard
form-pipedrive-own-fields-help = Lanyard legt bei den Personen zwei Felder an, „Lanyard capture ID“ und „Job title“, sofern sie fehlen. Am ersten wird ein Kontakt nach einer verlorenen Verbindung wiedergefunden. Nur ein Admin darf Felder anlegen.
form-pipedrive-own-fields-make = Anlegen, falls sie fehlen
form-pipedrive-own-fields-leave = Nichts anlegen

# Das Formular von BottleCRM
form-bottle-base-url = Adresse
form-bottle-base-url-help = Etwa https://crm.example.com. http:// nur für diesen Laptop selbst.
form-bottle-secret = Zugangs-Token
form-bottle-secret-help = In BottleCRM in Ihrem Profil unter Access tokens. Kontakte werden im Namen der Person gesendet, der das Token gehört.
form-bottle-own-field = Ein Feld für Lanyard
form-bottle-own-field-help = Lanyard legt bei den Kontakten ein Feld an, „Lanyard capture ID“, sofern es fehlt. An ihm wird ein Kontakt nach einer verlorenen Verbindung wiedergefunden. Nur ein Admin darf Felder anlegen.
form-bottle-own-field-make = Anlegen, falls es fehlt
form-bottle-own-field-leave = Nichts anlegen

# Die Ausweise der Probe
sample-vcard21 = Eine ältere vCard, wie viele Anmeldeschalter sie drucken.
sample-vcard3 = Eine vCard, die häufigste Art.
sample-vcard4 = Eine neue vCard.
sample-mecard = Eine MECARD, üblich in Asien und auf Telefonen.
sample-badge-id = Nur eine Nummer: der Name kommt mit der Liste.
sample-wifi = Ein WLAN-Code: benannt und abgewiesen.

# Die Befehlszeile
cli-saved = Auf diesem Laptop gesichert: { $name } ({ $id })
cli-known = Schon erfasst { $at }: { $name } ({ $id })
cli-again = Derselbe Code noch einmal, { $times }-mal gezählt ({ $id })
cli-differs = { $field } weicht ab: hier „{ $ours }“, dort „{ $theirs }“
cli-no-code = In diesem Bild ist kein Code zu finden. Schneiden Sie es um den Code herum zu, oder gehen Sie näher heran.
cli-too-small = Das Bild ist zu klein oder zu schmal für einen Code.
cli-too-large = { $path } ist zu groß.
cli-no-such-file = Es gibt keine Datei { $path }.
cli-empty-folder = In { $path } ist kein Bild.
cli-a-folder = { $path } ist ein Ordner. Nennen Sie die Dateien darin.
cli-no-file = { $path } ist keine Datei.
cli-cannot-read = { $path } ist nicht zu lesen. Prüfen Sie die Rechte.
cli-cannot-write = Die Antwort ließ sich nicht schreiben.
cli-no-such-crm = Diese Art von CRM kennt Lanyard nicht.
cli-no-secret = Token oder Schlüssel fehlt: legen Sie ihn in eine Variable und nennen Sie diese mit --secret-env, oder schreiben Sie ihn in die Standardeingabe.
cli-secret-on-the-line = Token oder Schlüssel gehören nicht auf die Befehlszeile, wo andere sie lesen können. Schreiben Sie sie in die Standardeingabe, oder nennen Sie eine Variable mit --secret-env.
cli-no-crm = Das CRM der Probe konnte nicht starten.

# Was die Untersuchung findet
doctor-folder = In den Datenordner { $path } lässt sich schreiben.
doctor-folder-new = Der Datenordner { $path } entsteht mit der ersten Erfassung.
doctor-key-file = Die Schlüsseldatei { $path } enthält einen Schlüssel.
doctor-keychain = Der Schlüsselbund ist offen.
doctor-keychain-locked = Der Schlüsselbund ist gesperrt. Entsperren Sie ihn, dann sehen Sie noch einmal nach.
doctor-no-keychain = Kein Schlüsselbund antwortet. Wählen Sie eine Passphrase, oder legen Sie eine Schlüsseldatei an und starten Sie mit --key-file.
doctor-store =
    { $count ->
        [one] Die Ablage öffnet sich. 1 Kontakt ist darin, und die Summe stimmt.
       *[other] Die Ablage öffnet sich. { $count } Kontakte sind darin, und die Summe stimmt.
    }
doctor-store-astray =
    { $count ->
        [one] Wonach Lanyard zählt, passt zu 1 Zeile der Ablage nicht: eine Liste oder eine Zahl kann falsch sein.
       *[other] Wonach Lanyard zählt, passt zu { $count } Zeilen der Ablage nicht: eine Liste oder eine Zahl kann falsch sein.
    } Was erfasst wurde, ist da. Kopieren Sie den Datenordner, dann lassen Sie die Ablage prüfen.
doctor-store-new = Es gibt noch keine Ablage. Sie entsteht mit der ersten Erfassung.
doctor-store-shut = Die Ablage öffnet sich nicht: { $why }
doctor-library = { $package } ist installiert.
doctor-no-library = { $package } fehlt.
doctor-fonts = Chinesische, japanische und koreanische Namen lassen sich zeigen.
doctor-no-fonts = Chinesische, japanische und koreanische Namen lassen sich nicht zeigen: ihre Schriften fehlen.
doctor-keychain-not-installed = Es gibt keinen Schlüsselbund. Installieren Sie einen und melden Sie sich neu an, oder wählen Sie eine Passphrase.
doctor-key-passphrase = Es gibt keinen Schlüsselbund; die Passphrase öffnet die Ablage bei jedem Start.
doctor-room = Auf der Platte des Datenordners sind { $count } MB frei.
doctor-little-room = Auf der Platte des Datenordners sind nur { $count } MB frei. Machen Sie vor der Veranstaltung 200 MB frei.
doctor-web-view = Die Webansicht hat Version { $version }.
doctor-web-view-old = Die Webansicht hat Version { $version }, zu alt für das Fenster. Es braucht 2.40.
doctor-portal = Der Desktop fragt, bevor ein Programm die Kamera nutzt. Sagen Sie einmal ja.
doctor-portal-without-pipewire = Der Desktop reicht Kameras durch PipeWire weiter, und das läuft nicht. So lange bleibt die Kamera dunkel.
doctor-camera = Die Kamera „{ $name }“ ist da.
doctor-camera-refused = Sie dürfen die Kamera „{ $name }“ nicht nutzen. Treten Sie der Gruppe „video“ bei, dann melden Sie sich neu an.
doctor-no-camera = Es ist keine Kamera angeschlossen. Scanner, Fotos und Tippen gehen ohne.
why-parked-changed-there = Hier entfernt, aber der Eintrag in { $crm } wurde inzwischen geändert: dort auch löschen?
why-unlinking = Hier entfernt. Der Eintrag stand schon vorher in { $crm }: Er bleibt, und was wir hineingeschrieben haben, wird zurückgenommen.
next-parked-changed-there = Der Eintrag in { $crm } bleibt, wie er ist, bis Sie es sagen.
why-unlinked = Gelöst: Der Eintrag stand schon vorher in { $crm } und bleibt dort, wie er war.

story-restored =
    { $count ->
        [0] Noch geht nichts an { $crm }.
        [one] Noch geht nichts an { $crm }. 1 Kontakt ist sicher auf diesem Laptop.
       *[other] Noch geht nichts an { $crm }. { $count } Kontakte sind sicher auf diesem Laptop.
    }
health-restored = An { $crm } geht nichts, bevor jemand sagt, welcher Laptop weitermacht.
error-open-to-read = Dies ist eine Kopie zum Lesen. Es wurde nichts gespeichert: Lassen Sie erst diesen Laptop übernehmen.
restored-settled = Dieser Datenbestand ist, wo er hingehört; Kontakte werden wie immer gesendet.
restored-asked = Dieser Datenbestand ist eine Kopie oder kommt aus einer Sicherung; deshalb wird nichts gesendet. Ersetzt dieser Laptop den anderen: --replaces. Arbeitet der andere weiter: --copy.
restored-copy = Dies ist eine Kopie zum Lesen: Von ihr wird nie etwas gesendet.

# Dateien hinein und hinaus
file-empty = In dieser Datei steht nichts.
file-too-large = Diese Datei ist größer als { $most } MB. Teilen Sie sie, und bringen Sie die Teile nacheinander.
file-unpacks = Diese Arbeitsmappe wird beim Auspacken viel größer als eine Liste von Kontakten (höchstens { $most } MB); sie wurde nicht gelesen. Speichern Sie das Blatt als CSV und bringen Sie das.
file-too-many-rows = Diese Datei hat mehr als { $most } Zeilen. Teilen Sie sie, und bringen Sie die Teile nacheinander. Nichts wurde behalten.
file-old-excel = Das ist eine Arbeitsmappe eines alten Excel oder eine mit Kennwort. Speichern Sie sie als .xlsx ohne Kennwort, oder als CSV.
file-unknown = Das ist keine Liste von Kontakten, die Lanyard lesen kann: CSV, vCard, XLSX und JSON-Zeilen sind es.
file-no-workbook = Diese Arbeitsmappe ist beschädigt. Öffnen Sie sie in einer Tabellenkalkulation und speichern Sie sie neu.
file-no-sheet = Diese Arbeitsmappe hat kein sichtbares Blatt dieses Namens.
file-json-array = Das ist eine einzige JSON-Liste. Schreiben Sie ein Objekt in jede Zeile.
file-gone = Diese Datei gibt es nicht.
file-unreadable = Diese Datei lässt sich nicht lesen. Prüfen Sie ihre Rechte, und ob Platte oder Stick noch da sind.
file-changed = Die Datei hat sich beim Lesen geändert. Nichts wurde behalten: bringen Sie sie noch einmal.
file-delimiter = Was Zellen trennt, ist ein Zeichen, etwa ein Komma oder ein Semikolon.
file-columns-count =
    { $count ->
        [one] Diese Datei hat 1 Spalte; jede braucht ihren Platz.
       *[other] Diese Datei hat { $count } Spalten; jede braucht ihren Platz.
    }
file-no-such-target = „{ $target }“ ist kein Platz für eine Spalte. Es ist ein Feld wie email oder company, oder id, extra oder skip.
file-no-such-column = In dieser Datei gibt es keine Spalte „{ $column }“.
file-is-vcard = vCards: jede nennt ihre Felder selbst.
file-encoding-guessed = Die Kodierung ist wohl { $encoding }: sehen Sie nach, ob Namen mit Umlauten stimmen.
file-columns-remembered = Die Spalten sind, wie Sie sie für eine solche Datei schon bestätigt haben.
file-no-header = Keine Kopfzeile gefunden: sagen Sie, was die Spalten sind.
file-confirm-columns = Sehen Sie nach, ob jede Spalte dahin geht, wohin sie gehört.
row-nothing-in-it = Keine der gewählten Spalten sagt in dieser Zeile etwas.
row-too-long = Länger als { $most } KB; sie und was folgt wurde nicht gelesen: vielleicht schließt ein Anführungszeichen nie.
row-not-json = Diese Zeile ist kein JSON-Objekt.
row-no-card = Diese Karte sagt nichts über eine Person.
row-broken = Hier bricht die Datei ab; was folgt, wurde nicht gelesen.
row-more-columns = Nur die ersten { $most } Spalten dieser Zeile wurden gelesen.
row-cell-cut = Eine Zelle wurde bei { $most } Zeichen abgeschnitten.
row-repeated = Derselbe Eintrag steht weiter oben in dieser Datei.
import-done =
    { $added ->
        [one] 1 Kontakt ist neu
       *[other] { $added } Kontakte sind neu
    }, { $known } waren schon hier{ $removed ->
        [0] {""}
       *[other] , { $removed } wurden hier entfernt und bleiben es
    }{ $unread ->
        [0] .
        [one] . 1 Zeile wurde nicht oder nicht ganz gelesen.
       *[other] . { $unread } Zeilen wurden nicht oder nicht ganz gelesen.
    }
import-would =
    { $added ->
        [one] 1 Kontakt wäre neu
       *[other] { $added } Kontakte wären neu
    }, { $known } sind schon hier{ $removed ->
        [0] {""}
       *[other] , { $removed } wurden hier entfernt und blieben es
    }{ $unread ->
        [0] .
        [one] . 1 Zeile lässt sich nicht oder nicht ganz lesen.
       *[other] . { $unread } Zeilen lassen sich nicht oder nicht ganz lesen.
    } Noch wurde nichts behalten.
file-another-run = Gerade wird eine andere Datei gelesen oder geschrieben. Warten Sie, oder halten Sie sie an.
import-alike = { $count ->
    [one] 1 davon hat die E-Mail eines Kontakts, der schon hier ist: Die Durchsicht stellt beide nebeneinander.
   *[other] { $count } davon haben die E-Mail eines Kontakts, der schon hier ist: Die Durchsicht stellt sie nebeneinander.
}
import-stopped = Angehalten. Von der Datei wurde nichts behalten.
row-no-number = In dieser Zeile steht keine Badge-Nummer.
row-number-doubled = Die Nummer dieser Zeile steht weiter oben für jemand anderen: niemand bekommt durch sie einen Namen.
roster-no-numbers = Keine Spalte dieser Datei enthält Badge-Nummern, niemand ließe sich damit finden. Wählen Sie die Spalte, in der sie stehen, oder holen Sie die Datei als Kontakte herein.
roster-before = Genau diese Liste wurde { $at } hereingeholt. Nichts wurde geändert.
roster-done =
    { $people ->
        [one] Die Liste gilt, mit 1 Person
       *[other] Die Liste gilt, mit { $people } Personen
    }{ $proposed ->
        [0] {""}
        [one] ; sie kennt 1 Kontakt, der vorher erfasst wurde: sehen Sie ihn in der Durchsicht an
       *[other] ; sie kennt { $proposed } Kontakte, die vorher erfasst wurden: sehen Sie sie in der Durchsicht an
    }{ $unread ->
        [0] .
        [one] . 1 Zeile wurde nicht oder nicht ganz behalten.
       *[other] . { $unread } Zeilen wurden nicht oder nicht ganz behalten.
    }
roster-would =
    { $people ->
        [one] Die Liste nennt 1 Person
       *[other] Die Liste nennt { $people } Personen
    }{ $proposed ->
        [0] {""}
        [one] ; sie hat die Nummer von 1 Kontakt, der vorher erfasst wurde
       *[other] ; sie hat die Nummern von { $proposed } Kontakten, die vorher erfasst wurden
    }{ $unread ->
        [0] .
        [one] . 1 Zeile lässt sich nicht oder nicht ganz behalten.
       *[other] . { $unread } Zeilen lassen sich nicht oder nicht ganz behalten.
    } Noch wurde nichts behalten.
proposed-by-list = Aus { $list }, hereingeholt { $at }.
proposed-by-list-other-name = { $list } von { $at } hat unter dieser Nummer einen anderen Namen: sehen Sie nach, ob es dieselbe Person ist.
proposed-by-recipe = Derselbe Code, gelesen mit dem Rezept { $recipe }.
done-applied =
    { $count ->
        [0] Nichts wurde übernommen.
        [one] Für 1 Kontakt übernommen.
       *[other] Für { $count } Kontakte übernommen.
    }
done-refused =
    { $count ->
        [one] Bleibt, wie es war. Dasselbe wird nicht wieder vorgeschlagen.
       *[other] { $count } bleiben, wie sie waren. Dasselbe wird nicht wieder vorgeschlagen.
    }
cli-roster = { $name }: { $count ->
        [one] 1 Person
       *[other] { $count } Personen
    }, hereingeholt { $at }
cli-no-rosters = Diese Veranstaltung hat noch keine Liste.
cli-proposal = { $id }  { $name }: { $why }
cli-proposal-row = { $field }: { $ours } → { $theirs }
cli-proposal-typed = { $field }: { $ours } → { $theirs } (hier getippt; nur mit --over-typed übernommen)
cli-no-proposals = Nichts ist vorgeschlagen.
recipe-added = { $name } wird von nun an zuerst gefragt{ $read ->
        [0] {""}
        [one] ; es liest 1 Code, der vorher erfasst wurde
       *[other] ; es liest { $read } Codes, die vorher erfasst wurden
    }{ $proposed ->
        [0] .
        [one] . Sehen Sie 1 Kontakt in der Durchsicht an.
       *[other] . Sehen Sie { $proposed } Kontakte in der Durchsicht an.
    }
recipe-not-learned = Kein Rezept liest alle diese. Es braucht mindestens drei Badges, in denen auf dieselben Felder gezeigt wurde, jedes so, wie es im Code steht.
recipe-needs-name = Das Rezept braucht einen Namen, etwa den der Veranstaltung.
recipe-try-too-long = Das ist mehr, als in eine Probe passt. Fügen Sie nur einige Badges auf einmal ein.
recipe-reads-other = Kein Badge dieses Rezepts.
recipe-reads-nothing = Sagt nichts über eine Person.
recipe-tried = { $of ->
    [0] Kein Badge zu lesen.
   *[other] { $read } von { $of } gelesen.
}
cli-recipe-built-in = { $name }, in Lanyard enthalten; wird erst gefragt, wenn es hinzugefügt ist
error-no-such-recipe = Ein Rezept dieses Namens gibt es nicht.
cli-recipe = { $name }, hereingeholt { $at }
cli-no-recipes = Diese Veranstaltung hat kein Rezept; Badges werden gelesen, wie Lanyard sie kennt.
cli-recipe-removed = { $name } wird nicht mehr gefragt. Was damit übernommen wurde, bleibt.
cli-recipe-sample = Zeile { $line } ist kein Beispiel: erwartet war ein Objekt mit „payload“ und „fields“.
cli-proposals-more = … und { $count } weitere.
export-done =
    { $count ->
        [one] 1 Kontakt wurde geschrieben. Die Datei ist nicht verschlüsselt: legen Sie sie dahin, wo nur Sie sie lesen können.
       *[other] { $count } Kontakte wurden geschrieben. Die Datei ist nicht verschlüsselt: legen Sie sie dahin, wo nur Sie sie lesen können.
    }
diagnostic-saved = Die Diagnosedatei ist { $path }. Sie enthält nichts von Ihren Kontakten.
title-to-send = Lanyard: { $count } zu senden
tray-open = Lanyard öffnen
tray-sync = Jetzt abgleichen
tray-quit = Lanyard beenden
notice-needs-you = { $count ->
    [one] Ein Kontakt braucht Sie: siehe Durchsicht.
   *[other] { $count } Kontakte brauchen Sie: siehe Durchsicht.
}
list-saved = Die Liste liegt in { $path }.
export-stopped = Angehalten. Es wurde keine Datei geschrieben.
export-taken = Unter diesem Namen ist schon etwas da. Wählen Sie einen anderen Namen, oder sagen Sie, dass es ersetzt werden soll.
export-disk-full = Die Platte ist voll. Es wurde keine Datei geschrieben.
export-too-many = Eine Arbeitsmappe fasst höchstens 1.048.575 Kontakte. Wählen Sie CSV.
export-no-folder = Den Ordner für die Datei gibt es nicht.
export-not-written = Die Datei ließ sich nicht schreiben. Wählen Sie einen anderen Ordner.
cli-row = Zeile { $line }: { $why }
cli-rows-more = … und { $count } weitere.
cli-column = { $target } ← { $header }: { $samples }
cli-raw-is-csv = Nur CSV gibt es roh.

# USB-Scanner
scanner-undone =
    Ihr Scanner tippt wie auf einer { $scanner ->
        [us] US-amerikanischen
        [uk] britischen
        [german] deutschen
        [swiss] Schweizer
        [french] französischen
        [belgian] belgischen
        [spanish] spanischen
        [italian] italienischen
        [portuguese] portugiesischen
        [nordic] nordischen
       *[other] fremden
    } Tastatur; dieser Laptop liest { $laptop ->
        [us] US-Englisch
        [uk] britisches Englisch
        [german] Deutsch
        [swiss] Schweizerisch
        [french] Französisch
        [belgian] Belgisch
        [spanish] Spanisch
        [italian] Italienisch
        [portuguese] Portugiesisch
        [nordic] Nordisch
       *[other] eine andere
    }. Lanyard macht das rückgängig.
scanner-agrees = Ihr Scanner und dieser Laptop nutzen dieselbe Tastatur. Nichts muss rückgängig gemacht werden.
scanner-ends-with = Er beendet jeden Code mit { $key }.
scanner-drops-line-ends = Er lässt Zeilenenden weg. Lanyard setzt sie in vCards wieder ein.
scanner-drops = Er kann { $texts } nicht tippen: Halten Sie Badges mit solchen Buchstaben vor die Kamera.
scanner-alike = { $texts } kommen gleich an; Lanyard kann sie nicht unterscheiden und sagt es, wenn ein Badge eines davon hat.
scanner-tab-is-line-end = Tab und Zeilenende kommen gleich an; Lanyard nimmt beides als Zeilenende.
scan-unsure =
    { $count ->
        [one] 1 Zeichen dieses Scans ist geraten. Sehen Sie es an, oder lernen Sie den Scanner in den Einstellungen an.
       *[other] { $count } Zeichen dieses Scans sind geraten. Sehen Sie sie an, oder lernen Sie den Scanner in den Einstellungen an.
    }
scan-doubtful = Dieser Scan lässt sich auf zwei Arten lesen. Sehen Sie ihn an, und lernen Sie den Scanner einmal in den Einstellungen an.
lesson-another-code = Das war ein anderer Code. Scannen Sie den, der hier steht.
lesson-incomplete = Nur { $seen } von { $wanted } Zeichen kamen an. Halten Sie den Scanner ruhig, etwas weiter weg, und scannen Sie noch einmal.

# Was aus einem Eintrag dort wird, wenn sein Kontakt mit einem anderen zusammengeführt wird
merge-record-shared = Beide stehen für denselben Eintrag in { $crm }: Er bleibt.
merge-record-deleted = Der Eintrag, den Lanyard in { $crm } für diesen angelegt hat, wird dort gelöscht; hat ihn dort jemand geändert, werden Sie vorher gefragt.
merge-record-handed-back = Den Eintrag in { $crm } gab es schon vorher: Er bleibt, wie er war, bevor Lanyard ihn berührt hat.
merge-record-looked-for = Ob sein Eintrag in { $crm } angekommen ist, ist noch nicht bekannt: Lanyard sieht nach und entfernt nur, was es selbst angelegt hat.

# Was der nächste Abgleich täte

dry-all-none = Nichts wartet auf { $crm }.
dry-all =
    { $count ->
        [one] Das tut der nächste Abgleich bei { $crm }.
       *[other] Das tut der nächste Abgleich bei { $crm }, für { $count } Wartende.
    }
dry-all-unasked = { $crm } ist gerade nicht zu fragen. Das lässt sich auch so sagen.
dry-create =
    { $count ->
        [one] Ein neuer Datensatz wird angelegt, mit einem Wert.
       *[other] Ein neuer Datensatz wird angelegt, mit { $count } Werten.
    }
dry-adopt =
    { $count ->
        [one] { $crm } kennt diese Person: Der Datensatz wird verknüpft und ein leeres Feld gefüllt.
       *[other] { $crm } kennt diese Person: Der Datensatz wird verknüpft und { $count } leere Felder gefüllt.
    }
dry-adopt-as-it-is = { $crm } kennt diese Person: Der Datensatz wird verknüpft, kein Wert darin ändert sich.
dry-update =
    { $count ->
        [one] Ein Feld ändert sich.
       *[other] { $count } Felder ändern sich.
    }
dry-mark = Kein Feld ändert sich; Lanyard vermerkt nur die Verknüpfung.
dry-delete = Der Datensatz, den Lanyard angelegt hat, wird in { $crm } gelöscht.
dry-hand-back = Der Datensatz war schon in { $crm }: Er bekommt zurück, was Lanyard hineingeschrieben hat, und bleibt.
dry-nothing = In { $crm } steht es wie hier. Nichts wird gesendet.
dry-gone = In { $crm } ist nichts mehr davon da. Nichts wird gesendet.
dry-anew = Der Datensatz wurde in { $crm } gelöscht; ein neuer wird angelegt.
dry-note-create = Die Notiz kommt zum Datensatz.
dry-note-update = Die Notiz wird geändert.
dry-note-delete = Die Notiz wird gelöscht.
dry-later = Das lässt sich jetzt nicht sagen. Lanyard sieht von selbst wieder nach.
dry-looks-email = { $crm } wird zuerst gefragt, ob es diese E-Mail kennt. Wenn ja, wird der Datensatz verknüpft, sonst ein neuer angelegt.
dry-looks = { $crm } wird zuerst gefragt, ob ein früherer Versuch angekommen ist. Nichts wird zweimal gesendet.
dry-reads = Der Datensatz in { $crm } wird zuerst gelesen; dann wird nur gesendet, was abweicht.
dry-more =
    { $count ->
        [one] Und noch einer.
       *[other] Und noch { $count }.
    }
map-fault-twice = Zwei Zeilen schreiben „{ $property }“. Eine davon muss weg.
map-fault-nameless = Ein Feld von { $crm } wählen.
map-fault-nothing-of-ours = Wählen, was nach „{ $property }“ geht.
map-fault-empty-constant = Den Text eintippen, der nach „{ $property }“ geht.
map-fault-bad-split = Sagen, was zwischen den Stücken steht und welches Stück genommen wird.
map-fault-not-a-note = Nur Notizen können als Notizen gehen.
map-fault-not-a-phone = Nur eine Telefonnummer hat eine Schreibweise. So nehmen, wie es ist.
map-fault-unknown = { $crm } hat kein Feld „{ $property }“. Ein anderes wählen oder es weglassen.
map-fault-read-only = { $crm } schreibt „{ $property }“ selbst. Ein anderes Feld wählen.
map-fault-marker = In „{ $property }“ steht Lanyards eigenes Zeichen. Ein anderes Feld wählen.
map-fault-wrong-type = „{ $property }“ nimmt in { $crm } keinen Text; was kommt, wird vielleicht abgelehnt.
map-fault-needs-options = „{ $property }“ ist in { $crm } eine Liste: sagen, welcher Eintrag aus welchem Wert wird.
map-fault-no-such-option = Die Liste „{ $property }“ hat keinen Eintrag „{ $option }“.
map-fault-required-missing = { $crm } verlangt „{ $property }“, und keine Zeile füllt es.
map-fault-key-not-email = An „{ $property }“ erkennt { $crm } die Person: dorthin geht die E-Mail, wie sie ist, und nichts anderes.
map-fault-no-such-question = „{ $option }“ wird hier niemand gefragt. Eine andere Frage wählen.
map-fault-one-entry = „{ $property }“ nimmt in { $crm } einen Eintrag, und auf die Frage kann es mehrere Antworten zugleich geben.
map-fault-no-entry-for = Die Antwort „{ $option }“ wird zu keinem Eintrag von „{ $property }“: sie wird weggelassen.
map-answer-to = Antwort auf: { $question }
map-says-consent = Welche Fassung, wann und wie gefragt; ein Nein nimmt es wieder heraus
map-says-constant = Immer „{ $text }“
map-says-join =
    { $count ->
        [one] Alle Werte in einem Text
       *[other] { $count } Felder in einem Text
    }
map-says-joined = Alle Werte; beide Seiten ergänzen sie
map-says-split = Stück { $nth } des Werts
map-says-note = Jede als Notiz am Datensatz
map-says-upper = In Großbuchstaben
map-says-lower = In Kleinbuchstaben
map-says-title = Jedes Wort Groß
map-says-e164 = Als +49301234567
map-says-international = Als +49 30 1234567
map-says-national = Wie im eigenen Land gewählt
map-says-pick =
    { $count ->
        [one] Ein Eintrag ihrer Liste
       *[other] { $count } Einträge ihrer Liste
    }
map-left-out-problem = Weggelassen: der Wert ist so nicht brauchbar.
map-left-out-option = Weggelassen: er ist nicht unter den Einträgen.
map-left-out-piece = Weggelassen: dieses Stück gibt es nicht.
map-effect-replaced =
    { $fields ->
        [one] Ein Feld ändert sich bei
       *[other] { $fields } Felder ändern sich bei
    } { $more ->
        [0] { $count ->
            [one] einem Kontakt
           *[other] { $count } Kontakten
        }
       *[other] mehr als { $count } Kontakten
    }: was Lanyard dort schrieb, wird ersetzt.
map-effect-filled =
    { $fields ->
        [one] Ein Feld ist neu für
       *[other] { $fields } Felder sind neu für
    } { $more ->
        [0] { $count ->
            [one] einen Kontakt
           *[other] { $count } Kontakte
        }
       *[other] mehr als { $count } Kontakte
    }: gefüllt, wo es in { $crm } leer ist, sonst wird beides gezeigt.
map-effect-differs =
    { $more ->
        [0] { $count ->
            [one] Bei einem Kontakt
           *[other] Bei { $count } Kontakten
        }
       *[other] Bei mehr als { $count } Kontakten
    } steht in { $crm } etwas anderes von jemandem dort: es bleibt, und beides wird gezeigt.
map-effect-taken =
    { $more ->
        [0] { $count ->
            [one] Für einen Kontakt
           *[other] Für { $count } Kontakte
        }
       *[other] Für mehr als { $count } Kontakte
    } wird hier übernommen, was in { $crm } steht, wo hier noch nichts steht.
map-version-first =
    { $count ->
        [one] Der Anfang, mit einem Feld
       *[other] Der Anfang, mit { $count } Feldern
    }
map-version =
    { $count ->
        [0] Kein Feld geändert
        [one] Ein Feld geändert
       *[other] { $count } Felder geändert
    }
error-mapping-changed = Jemand hat diese Felder inzwischen geändert. Noch einmal ansehen, dann speichern.
error-field-not-made = { $crm } hat das Feld nicht angelegt. Vielleicht muss es die Verwaltung dort tun.

# Was zwischen Lanyard und einem CRM nicht ging, nach Art.
failed-auth = Nahm die Anmeldung nicht an
failed-throttled = Bat um Geduld
failed-transient = War nicht erreichbar oder überlastet
failed-ambiguous = Gab keine Antwort: erst nachgesehen, dann erneut gesendet
failed-conflict = Hatte denselben Schlüssel schon
failed-stale = Hatte den Datensatz inzwischen geändert
failed-gone = Hatte den Datensatz nicht mehr
failed-invalid = Nahm einen Wert nicht an
failed-too-large = Fand eine Anfrage zu groß
failed-unsupported = Kann nicht, was verlangt war
failed-protocol = Antwortete auf eine Art, die wir nicht verstehen

# Wen ein CRM schon kennt: auf der Karte, solange der Kontakt darauf steht
standing-known = Schon in { $crm }
standing-status = { $status }
standing-won =
    { $count ->
        [one] 1 gewonnener Deal
       *[other] { $count } gewonnene Deals
    }
standing-open =
    { $count ->
        [one] 1 offener Deal
       *[other] { $count } offene Deals
    }
standing-owner = bei { $owner }
standing-contacted = letzter Kontakt { $at }
standing-changed = zuletzt geändert { $at }

# Was langsam schiefgeht.
alert-oldest = Der älteste Kontakt, der nicht im CRM ist, wartet seit { $span }.
alert-oldest-next = Was ihn aufhält, steht darunter, nach Grund. „Abgleichen“ versucht es sofort.
alert-failing = { $failed } der letzten { $count } Anfragen an { $crm } gelangen nicht.
alert-failing-next = Jeder Kontakt ist hier sicher und wird erneut versucht. Bleibt es dabei: Anmeldung unter Einstellungen, Ziel, und das Netz prüfen.
alert-budget = { $crm } lässt uns heute noch { $left }-mal fragen, von { $count }.
alert-budget-next = Der Rest wartet auf das Budget von morgen. Andere Programme an diesem Konto anhalten oder ein größeres vereinbaren.
alert-thresholds-range = Minuten gehen von 5 bis 43.200, Prozente von 1 bis 100. Nichts wurde geändert.

# Der Bericht eines Tages.
report-whole = Die ganze Veranstaltung
report-made = Erstellt { $at }, Zeiten in { $zone }.
report-captured = Erfasst
report-synced = Im CRM
report-waiting = Wartet
report-attention = Braucht jemanden
report-removed = Entfernt
report-adds-up = Die Summe stimmt: jeder erfasste Kontakt steht in einem davon.
report-captures = Erfasst im Lauf der Zeit
report-nothing = In dieser Zeit wurde nichts erfasst.
report-from = Ab
report-arrived = Angekommen
report-waiting-then = Am Ende wartend
report-together = Zusammen
report-reps = Nach Person
report-nobody = Niemand genannt
report-laptops = Nach Laptop
report-no-laptop = Ein anderer Laptop
report-failures = Was nicht ging, und warum
report-no-failures = Kein Fehler ist offen.
report-to-come = Was noch kommt
report-not-asked = Wurde in dieser Zeit nichts gefragt.
report-answers = { $worked } von { $count } Anfragen gelangen; üblich in { $usual }, langsame in { $slow }.
report-budget = { $left } der { $count } Anfragen des Tages waren übrig.
report-foot = Erstellt von Lanyard { $version }. Die Zeiten sind die dieses Laptops.
report-saved = Der Bericht liegt in { $path }.

# `lanyard mapping`
cli-which-destination = Es gibt mehrere Ziele: Eines mit --destination nennen.
cli-mapping-file = Das ist keine Zuordnung. Zeilen stehen in TOML oder JSON, wie `lanyard mapping show --toml` sie schreibt; nichts wurde gespeichert.
cli-mapping-one-way = wird von dort nie übernommen
cli-mapping-fits = Daran ist nichts falsch.
cli-mapping-saved = Gespeichert als Version { $version }.
cli-mapping-same = Das steht schon in Version { $version }. Nichts wurde gespeichert.

## Die Festplatte, beim ersten Start geprüft.

disk-works = In { $ms } ms geschrieben und zurückgelesen. { $gb } GB frei.
disk-works-little = In { $ms } ms geschrieben und zurückgelesen. { $mb } MB frei.
disk-works-unmeasured = In { $ms } ms geschrieben und zurückgelesen.
error-disk-forgets = Die Festplatte behält nicht, was auf sie geschrieben wird. Schaffen Sie Platz oder nehmen Sie eine andere und versuchen Sie es erneut.
