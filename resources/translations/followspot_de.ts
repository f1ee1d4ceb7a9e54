<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>OpenTarget</name>
    <message>
        <source>This is a project. Look into it with: followspot-cli project info</source>
        <translation>Das ist ein Projekt. Ansehen lässt es sich mit: followspot-cli project info</translation>
    </message>
    <message>
        <source>This looks like a file of tracks. Bring it into a project with: followspot-cli project import</source>
        <translation>Das sieht nach einer Datei mit Spuren aus. In ein Projekt kommt sie mit: followspot-cli project import</translation>
    </message>
    <message>
        <source>This folder holds no pictures, no model (model.json) and no checkpoint. Open the folder that holds them itself, not one above it.</source>
        <translation>In diesem Ordner sind keine Bilder, kein Modell (model.json) und kein Checkpoint. Öffnen Sie den Ordner, in dem sie selbst liegen, nicht einen darüber.</translation>
    </message>
    <message>
        <source>This is a model of another framework. SSD models of TensorFlow&apos;s Object Detection API can be used: a training checkpoint, a SavedModel, a frozen graph (.pb) or a .tflite.</source>
        <translation>Das ist ein Modell eines anderen Systems. Verwendbar sind SSD-Modelle der TensorFlow Object Detection API: ein Trainings-Checkpoint, ein SavedModel, ein eingefrorener Graph (.pb) oder ein .tflite.</translation>
    </message>
    <message>
        <source>This is the text half of a frozen graph. Open the .pb file beside it; the text is made anew from it.</source>
        <translation>Das ist die Texthälfte eines eingefrorenen Graphen. Öffnen Sie die .pb-Datei daneben; der Text wird aus ihr neu gemacht.</translation>
    </message>
    <message>
        <source>This is an archive. Unpack it and open what is inside.</source>
        <translation>Das ist ein Archiv. Entpacken Sie es und öffnen Sie, was darin ist.</translation>
    </message>
    <message>
        <source>This cannot be opened. What can: videos, pictures and folders of them, model folders, training checkpoints, tracks (MOT, COCO, CVAT, CSV, JSONL) and projects.</source>
        <translation>Das lässt sich nicht öffnen. Was sich öffnen lässt: Videos, Bilder und Ordner damit, Modellordner, Trainings-Checkpoints, Spuren (MOT, COCO, CVAT, CSV, JSONL) und Projekte.</translation>
    </message>
</context>
<context>
    <name>Outage</name>
    <message>
        <source>No video %1, retry in %2 s</source>
        <translation>Kein Video %1, neuer Versuch in %2 s</translation>
    </message>
    <message>
        <source>No video %1, connecting ...</source>
        <translation>Kein Video %1, verbindet ...</translation>
    </message>
    <message>
        <source>No picture for %1</source>
        <translation>Kein Bild seit %1</translation>
    </message>
</context>
<context>
    <name>QDialog</name>
    <message>
        <source>About Followspot</source>
        <translation>Über Followspot</translation>
    </message>
    <message>
        <source>Tracks objects in video, in real time, on this machine.

Free software under the Apache License 2.0.
Built on OpenCV, FFmpeg, Eigen and Qt %1.</source>
        <translation>Verfolgt Objekte im Video, in Echtzeit, auf diesem Rechner.

Freie Software unter der Apache-Lizenz 2.0.
Gebaut auf OpenCV, FFmpeg, Eigen und Qt %1.</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>Handbuch</translation>
    </message>
    <message>
        <source>:/help/window.md</source>
        <extracomment>The file of the manual in the language of the translation.</extracomment>
        <translation>:/help/window_de.md</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>An operation failed: %1. Close and open the source again.</source>
        <translation>Ein Vorgang ist fehlgeschlagen: %1. Schließen und öffnen Sie die Quelle noch einmal.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>There is no memory for a picture of %1 x %2. Make the window smaller.</source>
        <translation>Für ein Bild von %1 x %2 ist kein Speicher da. Verkleinern Sie das Fenster.</translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation>Schnappschuss</translation>
    </message>
    <message>
        <source>There is no memory for a picture of %1 x %2.</source>
        <translation>Für ein Bild von %1 x %2 ist kein Speicher da.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. Choose another folder in the File menu.</source>
        <translation>%1 kann nicht geschrieben werden: %2. Wählen Sie im Menü Datei einen anderen Ordner.</translation>
    </message>
    <message>
        <source>split of %1</source>
        <translation>Teilung von %1</translation>
    </message>
    <message>
        <source>merge of %1 and %2</source>
        <translation>Vereinigung von %1 und %2</translation>
    </message>
    <message>
        <source>swap of %1 and %2</source>
        <translation>Tausch von %1 und %2</translation>
    </message>
    <message>
        <source>deletion of %1</source>
        <translation>Löschung von %1</translation>
    </message>
    <message>
        <source>cut of %1</source>
        <translation>Kürzung von %1</translation>
    </message>
    <message>
        <source>extension of %1</source>
        <translation>Verlängerung von %1</translation>
    </message>
    <message>
        <source>name of %1</source>
        <translation>Name von %1</translation>
    </message>
    <message>
        <source>class of %1</source>
        <translation>Klasse von %1</translation>
    </message>
    <message>
        <source>review of %1</source>
        <translation>Prüfung von %1</translation>
    </message>
    <message>
        <source>box of %1</source>
        <translation>Rahmen von %1</translation>
    </message>
    <message>
        <source>new track</source>
        <translation>neue Spur</translation>
    </message>
    <message>
        <source>filling of %1</source>
        <translation>Ergänzung von %1</translation>
    </message>
    <message>
        <source>Track %1 begins in the middle of the picture</source>
        <translation>Spur %1 beginnt mitten im Bild</translation>
    </message>
    <message>
        <source>Track %1 ends in the middle of the picture</source>
        <translation>Spur %1 endet mitten im Bild</translation>
    </message>
    <message>
        <source>Track %1 has not been seen for some pictures</source>
        <translation>Spur %1 war einige Bilder lang nicht zu sehen</translation>
    </message>
    <message>
        <source>Tracks %1 and %2 cover each other: they may have changed places</source>
        <translation>Die Spuren %1 und %2 verdecken sich: Sie könnten vertauscht sein</translation>
    </message>
</context>
<context>
    <name>followspot::ui</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>no difference beyond noise</source>
        <translation>kein Unterschied jenseits des Rauschens</translation>
    </message>
    <message>
        <source>%1 times as fast</source>
        <translation>%1-mal so schnell</translation>
    </message>
    <message>
        <source>%1 times as slow</source>
        <translation>%1-mal so langsam</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>ms (p50, p95)</source>
        <translation>ms (p50, p95)</translation>
    </message>
    <message>
        <source>Beside the first</source>
        <translation>Neben dem ersten</translation>
    </message>
    <message>
        <source>Memory, MB</source>
        <translation>Speicher, MB</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Übereinstimmung</translation>
    </message>
    <message>
        <source>AP50</source>
        <translation>AP50</translation>
    </message>
    <message>
        <source>-1 .. 1</source>
        <translation>-1 .. 1</translation>
    </message>
    <message>
        <source>as the architecture says</source>
        <translation>wie die Architektur vorgibt</translation>
    </message>
    <message>
        <source>0 .. 1</source>
        <translation>0 .. 1</translation>
    </message>
    <message>
        <source>RGB, %1</source>
        <translation>RGB, %1</translation>
    </message>
    <message>
        <source>BGR, %1</source>
        <translation>BGR, %1</translation>
    </message>
</context>
<context>
    <name>followspot::ui::Actions</name>
    <message>
        <source>&amp;Add source...</source>
        <translation>&amp;Quelle hinzufügen ...</translation>
    </message>
    <message>
        <source>Video, folder, camera or address</source>
        <translation>Video, Ordner, Kamera oder Adresse</translation>
    </message>
    <message>
        <source>&amp;Open video...</source>
        <translation>Video ö&amp;ffnen ...</translation>
    </message>
    <message>
        <source>Open &amp;folder of pictures...</source>
        <translation>&amp;Bilderordner öffnen ...</translation>
    </message>
    <message>
        <source>Open &amp;camera</source>
        <translation>&amp;Kamera öffnen</translation>
    </message>
    <message>
        <source>Open &amp;address...</source>
        <translation>&amp;Adresse öffnen ...</translation>
    </message>
    <message>
        <source>Open a network address (rtsp, http)</source>
        <translation>Netzadresse öffnen (rtsp, http)</translation>
    </message>
    <message>
        <source>Open &amp;model folder...</source>
        <translation>&amp;Modellordner öffnen ...</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>B&amp;eenden</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>Leave full screen</source>
        <translation>Vollbild verlassen</translation>
    </message>
    <message>
        <source>&amp;System</source>
        <translation>&amp;System</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>Theme of the system</source>
        <translation>Farben des Systems</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>Helle Farben</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>Dunkle Farben</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>Anordnung &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Find a command...</source>
        <translation>&amp;Befehl suchen ...</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Tasten</translation>
    </message>
    <message>
        <source>&amp;About Followspot</source>
        <translation>Ü&amp;ber Followspot</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>&amp;Handbuch</translation>
    </message>
    <message>
        <source>&amp;What is this?</source>
        <translation>&amp;Was ist das?</translation>
    </message>
    <message>
        <source>Explains what you click on next</source>
        <translation>Erklärt, worauf Sie als Nächstes klicken</translation>
    </message>
    <message>
        <source>Make a model of a &amp;training...</source>
        <translation>Modell aus einem &amp;Training machen ...</translation>
    </message>
    <message>
        <source>From a TensorFlow checkpoint to a model that runs here</source>
        <translation>Von einem TensorFlow-Checkpoint zu einem Modell, das hier läuft</translation>
    </message>
    <message>
        <source>Model &amp;library...</source>
        <translation>Modell&amp;bibliothek ...</translation>
    </message>
    <message>
        <source>Installed models: where they come from, and how they compare</source>
        <translation>Installierte Modelle: woher sie kommen und wie sie sich vergleichen</translation>
    </message>
</context>
<context>
    <name>followspot::ui::AddressDialog</name>
    <message>
        <source>An address begins like rtsp:// or http://.</source>
        <translation>Eine Adresse beginnt zum Beispiel mit rtsp:// oder http://.</translation>
    </message>
    <message>
        <source>Addresses of the kind &quot;%1&quot; cannot be played. Known are: %2.</source>
        <translation>Adressen der Art „%1“ können nicht abgespielt werden. Bekannt sind: %2.</translation>
    </message>
    <message>
        <source>The address lacks the name of a host.</source>
        <translation>In der Adresse fehlt der Name des Rechners.</translation>
    </message>
    <message>
        <source>Open address</source>
        <translation>Adresse öffnen</translation>
    </message>
    <message>
        <source>&amp;Address of a camera or stream:</source>
        <translation>&amp;Adresse einer Kamera oder eines Streams:</translation>
    </message>
    <message>
        <source>A password in the address is used now and stored nowhere.</source>
        <translation>Ein Kennwort in der Adresse wird jetzt benutzt und nirgends gespeichert.</translation>
    </message>
</context>
<context>
    <name>followspot::ui::AnalyseActions</name>
    <message>
        <source>Open &amp;project...</source>
        <translation>&amp;Projekt öffnen ...</translation>
    </message>
    <message>
        <source>Save project &amp;as...</source>
        <translation>Projekt speichern &amp;unter ...</translation>
    </message>
    <message>
        <source>Goes on in a copy under a name of your choice; what you do is always stored</source>
        <translation>Geht in einer Kopie unter einem Namen Ihrer Wahl weiter; was Sie tun, ist immer gespeichert</translation>
    </message>
    <message>
        <source>&amp;Close project</source>
        <translation>Projekt s&amp;chließen</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>&amp;Abspielen</translation>
    </message>
    <message>
        <source>Play &amp;backward</source>
        <translation>&amp;Rückwärts abspielen</translation>
    </message>
    <message>
        <source>Plays backward; again: twice as fast</source>
        <translation>Spielt rückwärts; noch einmal: doppelt so schnell</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Halt</translation>
    </message>
    <message>
        <source>Play &amp;forward</source>
        <translation>&amp;Vorwärts abspielen</translation>
    </message>
    <message>
        <source>Plays forward; again: twice as fast</source>
        <translation>Spielt vorwärts; noch einmal: doppelt so schnell</translation>
    </message>
    <message>
        <source>Sl&amp;ower</source>
        <translation>&amp;Langsamer</translation>
    </message>
    <message>
        <source>Half the speed</source>
        <translation>Halbes Tempo</translation>
    </message>
    <message>
        <source>Fas&amp;ter</source>
        <translation>&amp;Schneller</translation>
    </message>
    <message>
        <source>Twice the speed</source>
        <translation>Doppeltes Tempo</translation>
    </message>
    <message>
        <source>Step b&amp;ack</source>
        <translation>Schritt &amp;zurück</translation>
    </message>
    <message>
        <source>One picture back</source>
        <translation>Ein Bild zurück</translation>
    </message>
    <message>
        <source>Step f&amp;orward</source>
        <translation>Schritt v&amp;or</translation>
    </message>
    <message>
        <source>One picture forward</source>
        <translation>Ein Bild vor</translation>
    </message>
    <message>
        <source>10 pictures back</source>
        <translation>10 Bilder zurück</translation>
    </message>
    <message>
        <source>10 pictures forward</source>
        <translation>10 Bilder vor</translation>
    </message>
    <message>
        <source>To the track&apos;s &amp;first picture</source>
        <translation>Zum &amp;ersten Bild der Spur</translation>
    </message>
    <message>
        <source>First picture of the selected track, or of the video</source>
        <translation>Erstes Bild der gewählten Spur oder des Videos</translation>
    </message>
    <message>
        <source>To the track&apos;s &amp;last picture</source>
        <translation>Zum le&amp;tzten Bild der Spur</translation>
    </message>
    <message>
        <source>Last picture of the selected track, or of the video</source>
        <translation>Letztes Bild der gewählten Spur oder des Videos</translation>
    </message>
    <message>
        <source>&amp;Next suspicious moment</source>
        <translation>&amp;Nächste verdächtige Stelle</translation>
    </message>
    <message>
        <source>Where a track begins or ends in the middle of the picture, is not seen for a while, or may have changed places with another</source>
        <translation>Wo eine Spur mitten im Bild beginnt oder endet, eine Weile nicht zu sehen ist oder mit einer anderen vertauscht sein könnte</translation>
    </message>
    <message>
        <source>Pre&amp;vious suspicious moment</source>
        <translation>V&amp;orige verdächtige Stelle</translation>
    </message>
    <message>
        <source>Range from here (A)</source>
        <translation>Bereich ab hier (A)</translation>
    </message>
    <message>
        <source>Range up to here (B)</source>
        <translation>Bereich bis hier (B)</translation>
    </message>
    <message>
        <source>No range</source>
        <translation>Kein Bereich</translation>
    </message>
    <message>
        <source>&amp;Labels</source>
        <translation>&amp;Beschriftung</translation>
    </message>
    <message>
        <source>Show number, class and score</source>
        <translation>Nummer, Klasse und Wertung zeigen</translation>
    </message>
    <message>
        <source>&amp;Trails</source>
        <translation>&amp;Wege</translation>
    </message>
    <message>
        <source>Show where tracks have been</source>
        <translation>Zeigen, wo Spuren gewesen sind</translation>
    </message>
    <message>
        <source>&amp;Keep the selected track in the middle</source>
        <translation>Gewählte Spur in der &amp;Mitte halten</translation>
    </message>
    <message>
        <source>Zoomed in, the picture follows the selected track</source>
        <translation>Vergrößert folgt das Bild der gewählten Spur</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Whole &amp;picture</source>
        <translation>Ganzes B&amp;ild</translation>
    </message>
    <message>
        <source>Find a t&amp;rack</source>
        <translation>&amp;Spur suchen</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Split here</source>
        <translation>Hier &amp;teilen</translation>
    </message>
    <message>
        <source>From this picture on it is another track</source>
        <translation>Von diesem Bild an ist es eine andere Spur</translation>
    </message>
    <message>
        <source>Mer&amp;ge</source>
        <translation>&amp;Vereinigen</translation>
    </message>
    <message>
        <source>The two selected tracks become one; Ctrl+click selects a second one</source>
        <translation>Die beiden gewählten Spuren werden eine; Strg+Klick wählt eine zweite</translation>
    </message>
    <message>
        <source>S&amp;wap from here</source>
        <translation>Ab hier tau&amp;schen</translation>
    </message>
    <message>
        <source>From this picture on the two selected tracks change places</source>
        <translation>Von diesem Bild an tauschen die beiden gewählten Spuren die Plätze</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Delete the track</source>
        <translation>Die Spur löschen</translation>
    </message>
    <message>
        <source>&amp;Begin here</source>
        <translation>Hier &amp;beginnen</translation>
    </message>
    <message>
        <source>Cut off what the track has before this picture</source>
        <translation>Abschneiden, was die Spur vor diesem Bild hat</translation>
    </message>
    <message>
        <source>&amp;End here</source>
        <translation>Hier &amp;enden</translation>
    </message>
    <message>
        <source>Cut off what the track has after this picture</source>
        <translation>Abschneiden, was die Spur nach diesem Bild hat</translation>
    </message>
    <message>
        <source>E&amp;xtend to here</source>
        <translation>Bis hier verl&amp;ängern</translation>
    </message>
    <message>
        <source>Hold the track&apos;s first or last box up to this picture</source>
        <translation>Den ersten oder letzten Rahmen der Spur bis zu diesem Bild halten</translation>
    </message>
    <message>
        <source>&amp;Fill gaps</source>
        <translation>Lücken &amp;füllen</translation>
    </message>
    <message>
        <source>Compute the boxes that are missing</source>
        <translation>Die fehlenden Rahmen berechnen</translation>
    </message>
    <message>
        <source>Re&amp;name...</source>
        <translation>&amp;Umbenennen ...</translation>
    </message>
    <message>
        <source>New &amp;track by hand</source>
        <translation>&amp;Neue Spur von Hand</translation>
    </message>
    <message>
        <source>Draw the first box of a new track with the mouse</source>
        <translation>Den ersten Rahmen einer neuen Spur mit der Maus zeichnen</translation>
    </message>
    <message>
        <source>&amp;Accept</source>
        <translation>&amp;Annehmen</translation>
    </message>
    <message>
        <source>The track has been looked at and is right</source>
        <translation>Die Spur ist geprüft und richtig</translation>
    </message>
    <message>
        <source>Re&amp;ject</source>
        <translation>Ver&amp;werfen</translation>
    </message>
    <message>
        <source>The track has been looked at and is wrong</source>
        <translation>Die Spur ist geprüft und falsch</translation>
    </message>
    <message>
        <source>Stepping and playing</source>
        <translation>Schritte und Wiedergabe</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>Spuren</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
</context>
<context>
    <name>followspot::ui::AnalyseWorkspace</name>
    <message>
        <source>Draw the box of the new track with the mouse; Esc lets it be.</source>
        <translation>Zeichnen Sie den Rahmen der neuen Spur mit der Maus; Esc lässt es.</translation>
    </message>
    <message>
        <source>&amp;Undo %1</source>
        <translation>&amp;Rückgängig: %1</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo %1</source>
        <translation>&amp;Wiederholen: %1</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>No tracks yet</source>
        <translation>Noch keine Spuren</translation>
    </message>
    <message>
        <source>%1 tracks, %2 looked at, %3 edits, all stored</source>
        <translation>%1 Spuren, %2 geprüft, %3 Änderungen, alles gespeichert</translation>
    </message>
    <message>
        <source>Select a track first: click its box, or its row in the table.</source>
        <translation>Wählen Sie zuerst eine Spur: Klicken Sie ihren Rahmen oder ihre Zeile in der Tabelle an.</translation>
    </message>
    <message>
        <source>Select two tracks first: Ctrl+click adds the second one.</source>
        <translation>Wählen Sie zuerst zwei Spuren: Strg+Klick nimmt die zweite hinzu.</translation>
    </message>
    <message>
        <source>Rename track %1</source>
        <translation>Spur %1 umbenennen</translation>
    </message>
    <message>
        <source>Name of the track; empty: none</source>
        <translation>Name der Spur; leer: keiner</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>The videos of the project</source>
        <translation>Die Videos des Projekts</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>The runs over this video: each a model and a tracker, or an import</source>
        <translation>Die Läufe über dieses Video: jeder ein Modell und ein Tracker, oder ein Import</translation>
    </message>
    <message>
        <source>Look into a video, picture by picture</source>
        <translation>Ein Video Bild für Bild ansehen</translation>
    </message>
    <message>
        <source>Open a video to track it, step through it and put its tracks right, or a project that you made before. Dropping one here does the same. Everything you do is stored at once.</source>
        <translation>Öffnen Sie ein Video, um es zu verfolgen, durchzusehen und seine Spuren zu berichtigen, oder ein früheres Projekt. Hereinziehen tut dasselbe. Alles, was Sie tun, ist sofort gespeichert.</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>Spuren</translation>
    </message>
    <message>
        <source>&amp;Playback</source>
        <translation>&amp;Wiedergabe</translation>
    </message>
    <message>
        <source>&amp;Track</source>
        <translation>&amp;Spur</translation>
    </message>
    <message>
        <source>&amp;Class</source>
        <translation>&amp;Klasse</translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation>Auswerten</translation>
    </message>
    <message>
        <source>One video was opened. Save its project under a name to put more into it.</source>
        <translation>Ein Video wurde geöffnet. Speichern Sie sein Projekt unter einem Namen, um weitere hinzuzufügen.</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>&amp;Abspielen</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>Projekt öffnen</translation>
    </message>
    <message>
        <source>Projects (*.followspot)</source>
        <translation>Projekte (*.followspot)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Save project as</source>
        <translation>Projekt speichern unter</translation>
    </message>
    <message>
        <source>No more suspicious moments this way.</source>
        <translation>In dieser Richtung keine verdächtige Stelle mehr.</translation>
    </message>
    <message>
        <source>Suspicious moments are still being looked for.</source>
        <translation>Verdächtige Stellen werden noch gesucht.</translation>
    </message>
    <message>
        <source>%1 (not finished)</source>
        <translation>%1 (nicht fertig)</translation>
    </message>
    <message>
        <source>No tracks</source>
        <translation>Keine Spuren</translation>
    </message>
    <message>
        <source>picture %1 of %2</source>
        <translation>Bild %1 von %2</translation>
    </message>
    <message>
        <source>picture %1</source>
        <translation>Bild %1</translation>
    </message>
    <message>
        <source>backward, speed %1</source>
        <translation>rückwärts, Tempo %1</translation>
    </message>
    <message>
        <source>speed %1</source>
        <translation>Tempo %1</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>Spur</translation>
    </message>
</context>
<context>
    <name>followspot::ui::AnalysisDocument</name>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>Spuren</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
</context>
<context>
    <name>followspot::ui::AnalysisView</name>
    <message>
        <source>The video with the tracks of the run. The selected box can be moved and sized.</source>
        <translation>Das Video mit den Spuren des Laufs. Der gewählte Rahmen kann verschoben und in der Größe geändert werden.</translation>
    </message>
</context>
<context>
    <name>followspot::ui::Banner</name>
    <message>
        <source>Do not show this again</source>
        <translation>Nicht mehr zeigen</translation>
    </message>
</context>
<context>
    <name>followspot::ui::BuildPage</name>
    <message>
        <source>Keeps what leads from a picture to boxes and classes; losses, gradients and queues stay behind.</source>
        <translation>Behält, was vom Bild zu Rahmen und Klassen führt; Verluste, Gradienten und Warteschlangen bleiben zurück.</translation>
    </message>
    <message>
        <source>Takes out the noise that keeps a training from learning by heart.</source>
        <translation>Nimmt das Rauschen heraus, das ein Training am Auswendiglernen hindert.</translation>
    </message>
    <message>
        <source>Uses averages measured in training instead of those of a batch.</source>
        <translation>Nimmt im Training gemessene Mittelwerte statt die eines Stapels.</translation>
    </message>
    <message>
        <source>Drops nodes that no box or score depends on.</source>
        <translation>Entfernt Knoten, von denen kein Rahmen und keine Wertung abhängt.</translation>
    </message>
    <message>
        <source>Writes the weights of the checkpoint into the graph as constants.</source>
        <translation>Schreibt die Gewichte des Checkpoints als Konstanten in den Graphen.</translation>
    </message>
    <message>
        <source>Drops nodes that only hand on their input.</source>
        <translation>Entfernt Knoten, die ihren Eingang nur weiterreichen.</translation>
    </message>
    <message>
        <source>Computes once what is the same for each picture.</source>
        <translation>Berechnet einmal, was für jedes Bild gleich ist.</translation>
    </message>
    <message>
        <source>Puts one fast operation in the place of several small ones.</source>
        <translation>Setzt eine schnelle Operation an die Stelle mehrerer kleiner.</translation>
    </message>
    <message>
        <source>Merges batch normalisation into the weights before it.</source>
        <translation>Zieht die Batch-Normalisierung in die Gewichte davor hinein.</translation>
    </message>
    <message>
        <source>Drops what folding has left without use.</source>
        <translation>Entfernt, was das Zusammenziehen nutzlos gemacht hat.</translation>
    </message>
    <message>
        <source>Puts nodes in the order in which they are computed.</source>
        <translation>Bringt die Knoten in die Reihenfolge, in der sie berechnet werden.</translation>
    </message>
    <message>
        <source>Adds the anchors and the detection layer, writes the text graph that OpenCV runs by, and checks every shape.</source>
        <translation>Fügt die Anker und die Detektionsschicht hinzu, schreibt den Textgraphen, nach dem OpenCV rechnet, und prüft jede Form.</translation>
    </message>
    <message>
        <source>The proof, in a process of its own: it loads and gives numbers.</source>
        <translation>Die Probe, in einem eigenen Prozess: Es lädt und liefert Zahlen.</translation>
    </message>
    <message>
        <source>Writes the model, its text graph, names and provenance, all or nothing.</source>
        <translation>Schreibt das Modell, seinen Textgraphen, Namen und Herkunft, ganz oder gar nicht.</translation>
    </message>
    <message>
        <source>Takes out the channels that the pictures of your video need least, and makes up for what they did.</source>
        <translation>Nimmt die Kanäle heraus, die die Bilder Ihres Videos am wenigsten brauchen, und gleicht aus, was sie taten.</translation>
    </message>
    <message>
        <source>Build</source>
        <translation>Bauen</translation>
    </message>
    <message>
        <source>The model is made, checked, and run once, in a process of its own.</source>
        <translation>Das Modell wird in einem eigenen Prozess gemacht, geprüft und einmal ausgeführt.</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>Build &amp;again</source>
        <translation>&amp;Noch einmal bauen</translation>
    </message>
    <message>
        <source>Building ...</source>
        <translation>Wird gebaut ...</translation>
    </message>
    <message>
        <source>Built, and run once by OpenCV.</source>
        <translation>Gebaut und einmal von OpenCV ausgeführt.</translation>
    </message>
    <message>
        <source>Done: %1</source>
        <translation>Fertig: %1</translation>
    </message>
</context>
<context>
    <name>followspot::ui::CheckpointPage</name>
    <message>
        <source>Checkpoint</source>
        <translation>Checkpoint</translation>
    </message>
    <message>
        <source>What is there, and whether a model can be made of it. The model is made once in memory, so that green means that it will work.</source>
        <translation>Was da ist, und ob ein Modell daraus werden kann. Das Modell wird einmal im Speicher gemacht, damit Grün heißt: Es wird gehen.</translation>
    </message>
    <message>
        <source>What was looked at</source>
        <translation>Was geprüft wurde</translation>
    </message>
    <message>
        <source>Other &amp;configuration...</source>
        <translation>Andere &amp;Konfiguration ...</translation>
    </message>
    <message>
        <source>Other class &amp;names...</source>
        <translation>Andere Klassen&amp;namen ...</translation>
    </message>
    <message>
        <source>Look &amp;again</source>
        <translation>&amp;Noch einmal prüfen</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>Configuration (*.config)</source>
        <translation>Konfiguration (*.config)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Class names</source>
        <translation>Klassennamen</translation>
    </message>
    <message>
        <source>Class names (*.txt *.pbtxt)</source>
        <translation>Klassennamen (*.txt *.pbtxt)</translation>
    </message>
    <message>
        <source>Looking ...</source>
        <translation>Wird geprüft ...</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>What to do: %1</source>
        <translation>Was zu tun ist: %1</translation>
    </message>
    <message>
        <source>Ready.</source>
        <translation>Bereit.</translation>
    </message>
    <message>
        <source>It cannot go on like this. Put right what is marked, then look again.</source>
        <translation>So geht es nicht weiter. Bringen Sie in Ordnung, was markiert ist, und prüfen Sie noch einmal.</translation>
    </message>
    <message>
        <source>Other class na&amp;mes...</source>
        <translation>Andere Klassen&amp;namen ...</translation>
    </message>
</context>
<context>
    <name>followspot::ui::ChoosePage</name>
    <message>
        <source>Choose</source>
        <translation>Auswählen</translation>
    </message>
    <message>
        <source>Take one, give it a name, and install it.</source>
        <translation>Wählen Sie eines, geben Sie ihm einen Namen und installieren Sie es.</translation>
    </message>
    <message>
        <source>&amp;Use it on this source at once</source>
        <translation>&amp;Gleich für diese Quelle verwenden</translation>
    </message>
    <message>
        <source>&amp;Install</source>
        <translation>&amp;Installieren</translation>
    </message>
    <message>
        <source>Variant</source>
        <translation>Variante</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>&amp;Variant</source>
        <translation>&amp;Variante</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>full (32 bits, as trained)</source>
        <translation>voll (32 Bit, wie trainiert)</translation>
    </message>
    <message>
        <source>A model needs a name.</source>
        <translation>Ein Modell braucht einen Namen.</translation>
    </message>
    <message>
        <source>A name has no / and does not begin with a dot.</source>
        <translation>Ein Name enthält kein / und beginnt nicht mit einem Punkt.</translation>
    </message>
    <message>
        <source>There is a model of this name already. Take another, or remove that one from the library first.</source>
        <translation>Es gibt schon ein Modell dieses Namens. Nehmen Sie einen anderen oder entfernen Sie jenes zuerst aus der Bibliothek.</translation>
    </message>
    <message>
        <source>Installing ...</source>
        <translation>Wird installiert ...</translation>
    </message>
</context>
<context>
    <name>followspot::ui::ClassesPage</name>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>What the network&apos;s scores mean, column by column. Change a name with F2 or a double click.</source>
        <translation>Was die Wertungen des Netzes bedeuten, Spalte für Spalte. Ein Name wird mit F2 oder Doppelklick geändert.</translation>
    </message>
    <message>
        <source>Score column</source>
        <translation>Spalte</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Background: never shown, never tracked.</source>
        <translation>Hintergrund: nie gezeigt, nie verfolgt.</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Sample: column 0 is the background, so an object in column 1 is &quot;%1&quot;. Were the background left out of the count, the same object would be called &quot;%2&quot;.</source>
        <translation>Probe: Spalte 0 ist der Hintergrund, ein Objekt in Spalte 1 ist also „%1“. Zählte der Hintergrund nicht mit, hieße dasselbe Objekt „%2“.</translation>
    </message>
    <message>
        <source>Sample: this network has no background column, so an object in column 0 is &quot;%1&quot;. With one it would be called &quot;%2&quot;.</source>
        <translation>Probe: Dieses Netz hat keine Hintergrundspalte, ein Objekt in Spalte 0 ist also „%1“. Mit einer hieße es „%2“.</translation>
    </message>
    <message>
        <source>No file of names was found: type them in, or go on.</source>
        <translation>Keine Namensdatei gefunden: Tippen Sie die Namen ein oder gehen Sie weiter.</translation>
    </message>
    <message>
        <source>Names from %1.</source>
        <translation>Namen aus %1.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 kann nicht geschrieben werden: %2</translation>
    </message>
</context>
<context>
    <name>followspot::ui::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Type what you want to do</source>
        <translation>Tippen Sie, was Sie tun möchten</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
</context>
<context>
    <name>followspot::ui::DemoCard</name>
    <message>
        <source>Fetch the demonstration</source>
        <translation>Vorführung holen</translation>
    </message>
    <message>
        <source>Progress of fetching the demonstration</source>
        <translation>Fortschritt beim Holen der Vorführung</translation>
    </message>
    <message>
        <source>Beginning ...</source>
        <translation>Beginnt ...</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>People on a street, found and followed by a small network.</source>
        <translation>Menschen auf einer Straße, von einem kleinen Netz gefunden und verfolgt.</translation>
    </message>
    <message>
        <source>Play the demonstration</source>
        <translation>Vorführung abspielen</translation>
    </message>
    <message>
        <source>See it at work first? The demonstration is a small network (npm package @mediapipe/objectron, Apache License 2.0) and a clip (Debian package opencv-doc). %1 MB are loaded once, when you press the button; nothing is sent, and nothing is loaded before.</source>
        <translation>Erst einmal zusehen? Die Vorführung besteht aus einem kleinen Netz (npm-Paket @mediapipe/objectron, Apache-Lizenz 2.0) und einem Film (Debian-Paket opencv-doc). %1 MB werden einmal geladen, wenn Sie den Knopf drücken; nichts wird gesendet und vorher nichts geladen.</translation>
    </message>
</context>
<context>
    <name>followspot::ui::DemoFetch</name>
    <message>
        <source>%1 could not be started: %2</source>
        <translation>%1 konnte nicht gestartet werden: %2</translation>
    </message>
    <message>
        <source>Fetching the demonstration ended without a word of why.</source>
        <translation>Das Holen der Vorführung endete ohne Angabe eines Grundes.</translation>
    </message>
</context>
<context>
    <name>followspot::ui::DetectionPanel</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Open a model folder</source>
        <translation>Modellordner öffnen</translation>
    </message>
    <message>
        <source>Lowest score</source>
        <translation>Niedrigste Wertung</translation>
    </message>
    <message>
        <source>Detections with a lower score are left out.</source>
        <translation>Funde mit niedrigerer Wertung werden weggelassen.</translation>
    </message>
    <message>
        <source>Find a class</source>
        <translation>Klasse suchen</translation>
    </message>
    <message>
        <source>Classes to track</source>
        <translation>Klassen, die verfolgt werden</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Track every class shown in the list</source>
        <translation>Alle Klassen der Liste verfolgen</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Untick every class shown in the list</source>
        <translation>Alle Klassen der Liste abwählen</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Reading %1 ...</source>
        <translation>%1 wird gelesen ...</translation>
    </message>
    <message>
        <source>No model (picture only)</source>
        <translation>Kein Modell (nur Bild)</translation>
    </message>
    <message>
        <source>No model is installed. Open a model folder to see objects.</source>
        <translation>Kein Modell ist installiert. Öffnen Sie einen Modellordner, um Objekte zu sehen.</translation>
    </message>
    <message>
        <source>Choose a model to see objects.</source>
        <translation>Wählen Sie ein Modell, um Objekte zu sehen.</translation>
    </message>
    <message>
        <source>1 class</source>
        <translation>1 Klasse</translation>
    </message>
    <message>
        <source>%1 classes</source>
        <translation>%1 Klassen</translation>
    </message>
    <message>
        <source>%1, input %2 x %3, %4</source>
        <translation>%1, Eingang %2 x %3, %4</translation>
    </message>
    <message>
        <source>none: nothing is tracked</source>
        <translation>keine: nichts wird verfolgt</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>followspot::ui::InputPage</name>
    <message>
        <source>%1, values from %2 to %3</source>
        <translation>%1, Werte von %2 bis %3</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingang</translation>
    </message>
    <message>
        <source>How pictures are brought to the network. It sees most in the input that it was trained for: this is tried, not guessed.</source>
        <translation>Wie Bilder ins Netz kommen. Es sieht am meisten mit dem Eingang, für den es trainiert wurde: Das wird probiert, nicht geraten.</translation>
    </message>
    <message>
        <source>The network takes pictures of %1 x %2; yours are brought to it whole.</source>
        <translation>Das Netz nimmt Bilder von %1 x %2; Ihre kommen ganz hinein.</translation>
    </message>
    <message>
        <source>Making a draft of the model to try ...</source>
        <translation>Ein Entwurf des Modells zum Probieren wird gemacht ...</translation>
    </message>
    <message>
        <source>Trying four ways on your video ...</source>
        <translation>Vier Wege werden an Ihrem Video probiert ...</translation>
    </message>
    <message>
        <source> (as the architecture says)</source>
        <translation> (wie die Architektur vorgibt)</translation>
    </message>
    <message>
        <source>top score %1%2</source>
        <translation>höchste Wertung %1%2</translation>
    </message>
    <message>
        <source> - sees most</source>
        <translation> - sieht am meisten</translation>
    </message>
    <message>
        <source>Without a video nothing can be proved: it stays as the architecture says. Name a video on the first page to see.</source>
        <translation>Ohne Video lässt sich nichts beweisen: Es bleibt, wie die Architektur vorgibt. Nennen Sie auf der ersten Seite ein Video.</translation>
    </message>
    <message>
        <source>Another way gives higher scores than the architecture&apos;s. Look at the boxes, and choose it if the training read its pictures so.</source>
        <translation>Ein anderer Weg gibt höhere Wertungen als der der Architektur. Sehen Sie sich die Rahmen an und wählen Sie ihn, wenn das Training seine Bilder so gelesen hat.</translation>
    </message>
    <message>
        <source>As the architecture says is right: no other way sees more.</source>
        <translation>Wie die Architektur vorgibt, ist es richtig: Kein anderer Weg sieht mehr.</translation>
    </message>
    <message>
        <source>The network takes pictures of %1 x %2; yours are %3 x %4 and are squeezed to that, as in training.</source>
        <translation>Das Netz nimmt Bilder von %1 x %2; Ihre haben %3 x %4 und werden wie im Training darauf gestaucht.</translation>
    </message>
</context>
<context>
    <name>followspot::ui::IssueButton</name>
    <message>
        <source>Show what happened</source>
        <translation>Zeigen, was geschehen ist</translation>
    </message>
    <message numerus="yes">
        <source>%n issue(s)</source>
        <translation>
            <numerusform>%n Meldung</numerusform>
            <numerusform>%n Meldungen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>followspot::ui::IssueModel</name>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source> (%1 times)</source>
        <translation> (%1-mal)</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschehen ist</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Zuletzt</translation>
    </message>
</context>
<context>
    <name>followspot::ui::IssuePanel</name>
    <message>
        <source>Issues</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>Copy all issues as text</source>
        <translation>Alle Meldungen als Text kopieren</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>Liste leeren</translation>
    </message>
</context>
<context>
    <name>followspot::ui::MainWindow</name>
    <message>
        <source>Followspot</source>
        <translation>Followspot</translation>
    </message>
    <message>
        <source>%1 - Followspot</source>
        <translation>%1 - Followspot</translation>
    </message>
    <message>
        <source>Issues</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Pa&amp;nels</source>
        <translation>B&amp;ereiche</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Add source</source>
        <translation>Quelle hinzufügen</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>%1 is not there any more. Choose another model.</source>
        <translation>%1 ist nicht mehr da. Wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>Open video</source>
        <translation>Video öffnen</translation>
    </message>
    <message>
        <source>Videos and pictures (*.mp4 *.m4v *.mkv *.webm *.mov *.avi *.mpg *.mpeg *.ts *.m2ts *.wmv *.flv *.ogv *.3gp *.mjpeg *.h264 *.h265 *.y4m *.gif *.png *.jpg *.jpeg *.bmp)</source>
        <translation>Videos und Bilder (*.mp4 *.m4v *.mkv *.webm *.mov *.avi *.mpg *.mpeg *.ts *.m2ts *.wmv *.flv *.ogv *.3gp *.mjpeg *.h264 *.h265 *.y4m *.gif *.png *.jpg *.jpeg *.bmp)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Open folder of pictures</source>
        <translation>Bilderordner öffnen</translation>
    </message>
    <message>
        <source>Open model folder</source>
        <translation>Modellordner öffnen</translation>
    </message>
    <message>
        <source>No camera found</source>
        <translation>Keine Kamera gefunden</translation>
    </message>
    <message>
        <source>Videos and cameras</source>
        <translation>Videos und Kameras</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>Noch nichts</translation>
    </message>
    <message>
        <source>&amp;Clear the list</source>
        <translation>Liste &amp;leeren</translation>
    </message>
    <message>
        <source>No model (picture only)</source>
        <translation>Kein Modell (nur Bild)</translation>
    </message>
    <message>
        <source>T&amp;heme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>%1 is installed.</source>
        <translation>%1 ist installiert.</translation>
    </message>
</context>
<context>
    <name>followspot::ui::ModelChart</name>
    <message>
        <source>Most milliseconds a picture</source>
        <translation>Höchstens Millisekunden je Bild</translation>
    </message>
    <message>
        <source>&amp;At most</source>
        <translation>&amp;Höchstens</translation>
    </message>
    <message>
        <source>%1 ms a picture: %2</source>
        <translation>%1 ms je Bild: %2</translation>
    </message>
</context>
<context>
    <name>followspot::ui::ModelJob</name>
    <message>
        <source>%1 cannot be started (%2). Install Followspot again.</source>
        <translation>%1 kann nicht gestartet werden (%2). Installieren Sie Followspot noch einmal.</translation>
    </message>
    <message>
        <source>Stopped. Nothing was changed.</source>
        <translation>Abgebrochen. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The process that did the work was ended by signal %1. Nothing was changed; try again, and report it with the log where it happens again.</source>
        <translation>Der arbeitende Prozess wurde durch Signal %1 beendet. Nichts wurde geändert; versuchen Sie es noch einmal, und melden Sie es mit dem Protokoll, wenn es wieder geschieht.</translation>
    </message>
    <message>
        <source>It failed without a word (exit code %1). See the log.</source>
        <translation>Es schlug ohne ein Wort fehl (Rückgabewert %1). Siehe Protokoll.</translation>
    </message>
</context>
<context>
    <name>followspot::ui::ModelLibraryWindow</name>
    <message>
        <source>&amp;Use on this source</source>
        <translation>Für diese &amp;Quelle verwenden</translation>
    </message>
    <message>
        <source>&amp;Compare the marked</source>
        <translation>Markierte &amp;vergleichen</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>U&amp;ndo removal</source>
        <translation>Entfernen &amp;rückgängig</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Halt</translation>
    </message>
    <message>
        <source>Model library</source>
        <translation>Modellbibliothek</translation>
    </message>
    <message>
        <source>Installed models</source>
        <translation>Installierte Modelle</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingang</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>About the model</source>
        <translation>Über das Modell</translation>
    </message>
    <message>
        <source>&amp;About</source>
        <translation>&amp;Über</translation>
    </message>
    <message>
        <source>Co&amp;mparison</source>
        <translation>Ver&amp;gleich</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>&amp;Import...</source>
        <translation>&amp;Importieren ...</translation>
    </message>
    <message>
        <source>Import model folder</source>
        <translation>Modellordner importieren</translation>
    </message>
    <message>
        <source>%1 pictures looked at ...</source>
        <translation>%1 Bilder angesehen ...</translation>
    </message>
    <message>
        <source>No model is installed. Drop a model folder here, or make one of a training with the model wizard.</source>
        <translation>Kein Modell ist installiert. Ziehen Sie einen Modellordner hierher, oder machen Sie mit dem Modell-Assistenten eines aus einem Training.</translation>
    </message>
    <message>
        <source>Mark two models or more in the list; the first is compared with.</source>
        <translation>Markieren Sie in der Liste zwei oder mehr Modelle; mit dem ersten wird verglichen.</translation>
    </message>
    <message>
        <source>%1: %2, %3 classes</source>
        <translation>%1: %2, %3 Klassen</translation>
    </message>
    <message>
        <source>Input: %1 x %2, %3, (value - %4) * %5</source>
        <translation>Eingang: %1 x %2, %3, (Wert - %4) * %5</translation>
    </message>
    <message>
        <source>Made of: %1</source>
        <translation>Gemacht aus: %1</translation>
    </message>
    <message>
        <source>Made: %1</source>
        <translation>Gemacht: %1</translation>
    </message>
    <message>
        <source>Folder: %1</source>
        <translation>Ordner: %1</translation>
    </message>
    <message>
        <source>%1 is no model: a folder with model.json, or a .pb file with its .pbtxt, is.</source>
        <translation>%1 ist kein Modell: Eines ist ein Ordner mit model.json oder eine .pb-Datei mit ihrer .pbtxt.</translation>
    </message>
    <message>
        <source>There is a model &quot;%1&quot; already. Remove it first, or give the folder another name.</source>
        <translation>Es gibt schon ein Modell „%1“. Entfernen Sie es zuerst, oder geben Sie dem Ordner einen anderen Namen.</translation>
    </message>
    <message>
        <source>Importing %1 ...</source>
        <translation>%1 wird importiert ...</translation>
    </message>
    <message>
        <source>%1 was imported.</source>
        <translation>%1 wurde importiert.</translation>
    </message>
    <message>
        <source>%1 cannot be moved to the trash. It was left as it is.</source>
        <translation>%1 kann nicht in den Papierkorb. Es blieb, wie es ist.</translation>
    </message>
    <message>
        <source>%1 is in the trash.</source>
        <translation>%1 ist im Papierkorb.</translation>
    </message>
    <message>
        <source>%1 is back.</source>
        <translation>%1 ist wieder da.</translation>
    </message>
    <message>
        <source>%1 cannot be put back: it is still in the trash.</source>
        <translation>%1 kann nicht zurückgelegt werden: Es ist noch im Papierkorb.</translation>
    </message>
    <message>
        <source>Measuring, in turns ...</source>
        <translation>Wird reihum gemessen ...</translation>
    </message>
    <message>
        <source>Measured. Play a video file to compare what they find, too.</source>
        <translation>Gemessen. Spielen Sie eine Videodatei ab, um auch zu vergleichen, was sie finden.</translation>
    </message>
    <message>
        <source>Measured on %1.</source>
        <translation>Gemessen an %1.</translation>
    </message>
</context>
<context>
    <name>followspot::ui::ModelScatter</name>
    <message>
        <source>Models by time and quality</source>
        <translation>Modelle nach Zeit und Güte</translation>
    </message>
    <message>
        <source>%1: %2 ms, %3 %</source>
        <translation>%1: %2 ms, %3 %</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>milliseconds a picture</source>
        <translation>Millisekunden je Bild</translation>
    </message>
    <message>
        <source>average precision</source>
        <translation>mittlere Präzision (AP)</translation>
    </message>
    <message>
        <source>agreement with the first</source>
        <translation>Übereinstimmung mit dem ersten</translation>
    </message>
    <message>
        <source>Nothing has been measured yet.</source>
        <translation>Noch nichts gemessen.</translation>
    </message>
    <message>
        <source>%1: %2 ms (p95 %3 ms), %4 MB, %5 million operations</source>
        <translation>%1: %2 ms (p95 %3 ms), %4 MB, %5 Millionen Operationen</translation>
    </message>
</context>
<context>
    <name>followspot::ui::ModelWizard</name>
    <message>
        <source>Model wizard</source>
        <translation>Modell-Assistent</translation>
    </message>
    <message>
        <source>Copy &amp;log</source>
        <translation>&amp;Protokoll kopieren</translation>
    </message>
    <message>
        <source>Copy every command and message so far, for a bug report</source>
        <translation>Alle bisherigen Befehle und Meldungen kopieren, für einen Fehlerbericht</translation>
    </message>
    <message>
        <source>Throw away what is unfinished; close the window to go on another time</source>
        <translation>Unfertiges verwerfen; schließen Sie das Fenster, um ein andermal weiterzumachen</translation>
    </message>
</context>
<context>
    <name>followspot::ui::PictureFeed</name>
    <message>
        <source>%1 comes in its own time and cannot be stepped through. Record it first.</source>
        <translation>%1 läuft in eigener Zeit und kann nicht schrittweise angesehen werden. Nehmen Sie es zuerst auf.</translation>
    </message>
    <message>
        <source>There is no memory for a picture. Make the window smaller.</source>
        <translation>Für ein Bild ist kein Speicher da. Verkleinern Sie das Fenster.</translation>
    </message>
</context>
<context>
    <name>followspot::ui::SeekBar</name>
    <message>
        <source>Position in the video</source>
        <translation>Stelle im Video</translation>
    </message>
    <message>
        <source>%1, picture %2</source>
        <translation>%1, Bild %2</translation>
    </message>
</context>
<context>
    <name>followspot::ui::ShortcutDialog</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Mouse: wheel zooms, dragging moves a zoomed picture, a click on a box chooses its track, double click fills the screen.</source>
        <translation>Maus: Das Rad zoomt, Ziehen verschiebt ein gezoomtes Bild, ein Klick auf einen Rahmen wählt dessen Spur, ein Doppelklick füllt den Bildschirm.</translation>
    </message>
</context>
<context>
    <name>followspot::ui::StartPage</name>
    <message>
        <source>Make a model of a training</source>
        <translation>Aus einem Training ein Modell machen</translation>
    </message>
    <message>
        <source>From what the TensorFlow 1 Object Detection API left to a model that finds objects here. Nothing else has to be installed, and nothing of yours is changed.</source>
        <translation>Von dem, was die Object Detection API von TensorFlow 1 hinterließ, zu einem Modell, das hier Objekte findet. Sonst muss nichts installiert werden, und nichts von Ihnen wird geändert.</translation>
    </message>
    <message>
        <source>Browse...</source>
        <translation>Durchsuchen ...</translation>
    </message>
    <message>
        <source>Browse: %1</source>
        <translation>Durchsuchen: %1</translation>
    </message>
    <message>
        <source>&amp;Training folder or checkpoint</source>
        <translation>&amp;Trainingsordner oder Checkpoint</translation>
    </message>
    <message>
        <source>Folder with model.ckpt-... files; drop it here</source>
        <translation>Ordner mit model.ckpt-...-Dateien; hierher ziehen</translation>
    </message>
    <message>
        <source>The folder with the checkpoint, any of the checkpoint&apos;s files, or the pipeline.config.</source>
        <translation>Der Ordner mit dem Checkpoint, eine seiner Dateien oder die pipeline.config.</translation>
    </message>
    <message>
        <source>&amp;Video of what it should find (optional, but worth it)</source>
        <translation>&amp;Video von dem, was es finden soll (freiwillig, aber lohnend)</translation>
    </message>
    <message>
        <source>A clip from your camera</source>
        <translation>Ein Film Ihrer Kamera</translation>
    </message>
    <message>
        <source>Colour order is proved on it, variants are compared on it, and channels can only be taken out with it. A minute is enough.</source>
        <translation>Daran wird die Farbreihenfolge bewiesen, daran werden Varianten verglichen, und nur damit können Kanäle entfernt werden. Eine Minute genügt.</translation>
    </message>
    <message>
        <source>Training folder</source>
        <translation>Trainingsordner</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>followspot::ui::StatusStrip</name>
    <message>
        <source>The model that finds the objects</source>
        <translation>Das Modell, das die Objekte findet</translation>
    </message>
    <message>
        <source>Detectors at work, and the time of one picture in one</source>
        <translation>Arbeitende Detektoren, und die Zeit eines Bildes in einem davon</translation>
    </message>
    <message>
        <source>Pictures per second: out of the source, through the detectors, onto the screen</source>
        <translation>Bilder je Sekunde: aus der Quelle, durch die Detektoren, auf den Bildschirm</translation>
    </message>
    <message>
        <source>From the source to the screen</source>
        <translation>Von der Quelle bis zum Bildschirm</translation>
    </message>
    <message>
        <source>Pictures not given to a detector because it was busy, and damaged data in the source</source>
        <translation>Bilder, die kein Detektor bekam, weil alle beschäftigt waren, und beschädigte Daten der Quelle</translation>
    </message>
    <message>
        <source>No model: picture only</source>
        <translation>Kein Modell: nur Bild</translation>
    </message>
    <message>
        <source>1 detector</source>
        <translation>1 Detektor</translation>
    </message>
    <message>
        <source>%1 detectors</source>
        <translation>%1 Detektoren</translation>
    </message>
    <message>
        <source>, %1 ms</source>
        <translation>, %1 ms</translation>
    </message>
    <message>
        <source>opening</source>
        <translation>öffnet</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>end</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>capture %1/s, detection %2/s, picture %3/s</source>
        <translation>Quelle %1/s, Detektor %2/s, Bild %3/s</translation>
    </message>
    <message>
        <source>capture %1/s, picture %2/s</source>
        <translation>Quelle %1/s, Bild %2/s</translation>
    </message>
    <message>
        <source>age %1 ms</source>
        <translation>Alter %1 ms</translation>
    </message>
    <message>
        <source>skipped %1</source>
        <translation>ausgelassen %1</translation>
    </message>
    <message>
        <source>damaged %1</source>
        <translation>beschädigt %1</translation>
    </message>
    <message>
        <source>no video, waiting</source>
        <translation>kein Video, wartet</translation>
    </message>
    <message>
        <source>no video, connecting</source>
        <translation>kein Video, verbindet</translation>
    </message>
    <message>
        <source>age %1 s</source>
        <translation>Alter %1 s</translation>
    </message>
</context>
<context>
    <name>followspot::ui::StepGraph</name>
    <message>
        <source>What each step removed</source>
        <translation>Was jeder Schritt entfernt hat</translation>
    </message>
    <message>
        <source>The package tells no steps.</source>
        <translation>Das Paket nennt keine Schritte.</translation>
    </message>
</context>
<context>
    <name>followspot::ui::Timeline</name>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Tracks over time. Clicking goes to a picture or selects a track; Ctrl and wheel zoom.</source>
        <translation>Spuren über der Zeit. Ein Klick geht zu einem Bild oder wählt eine Spur; Strg und Rad vergrößern.</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>%1 at once</source>
        <translation>%1 zugleich</translation>
    </message>
    <message>
        <source>%1 %2, pictures %3 to %4, %5 boxes</source>
        <translation>%1 %2, Bilder %3 bis %4, %5 Rahmen</translation>
    </message>
</context>
<context>
    <name>followspot::ui::TrackJobPanel</name>
    <message>
        <source>Tracker</source>
        <translation>Tracker</translation>
    </message>
    <message>
        <source>&quot;auto&quot; is ours and the best of them; the others are for comparing.</source>
        <translation>„auto“ ist unserer und der beste; die anderen sind zum Vergleichen.</translation>
    </message>
    <message>
        <source>Lowest score</source>
        <translation>Niedrigste Wertung</translation>
    </message>
    <message>
        <source>Detections that the model is less sure of are not tracked.</source>
        <translation>Funde, bei denen sich das Modell weniger sicher ist, werden nicht verfolgt.</translation>
    </message>
    <message>
        <source>Progress of tracking</source>
        <translation>Fortschritt der Verfolgung</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>%1 pictures tracked in %2%3.</source>
        <translation>%1 Bilder in %2 verfolgt%3.</translation>
    </message>
    <message>
        <source>, from the detections kept</source>
        <translation>, mit den aufgehobenen Funden</translation>
    </message>
    <message>
        <source>Cancelled; nothing of it was kept.</source>
        <translation>Abgebrochen; nichts davon wurde behalten.</translation>
    </message>
    <message>
        <source>Tracking</source>
        <translation>Verfolgung</translation>
    </message>
    <message>
        <source>none: choose one in the Model menu</source>
        <translation>keines: Wählen Sie eines im Menü Modell</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Track this video</source>
        <translation>Dieses Video verfolgen</translation>
    </message>
    <message>
        <source>, %1 left</source>
        <translation>, noch %1</translation>
    </message>
    <message>
        <source>Tracking the detections kept: %1 of %2%3</source>
        <translation>Die aufgehobenen Funde werden verfolgt: %1 von %2%3</translation>
    </message>
    <message>
        <source>Picture %1 of %2%3</source>
        <translation>Bild %1 von %2%3</translation>
    </message>
</context>
<context>
    <name>followspot::ui::TrackListModel</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>✓ accepted</source>
        <translation>✓ angenommen</translation>
    </message>
    <message>
        <source>✗ rejected</source>
        <translation>✗ verworfen</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>Spur</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Ab</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
</context>
<context>
    <name>followspot::ui::TrackListPanel</name>
    <message>
        <source>In A-B only</source>
        <translation>Nur in A-B</translation>
    </message>
    <message>
        <source>Filter tracks</source>
        <translation>Spuren filtern</translation>
    </message>
    <message>
        <source>Filter: number, class or name</source>
        <translation>Filter: Nummer, Klasse oder Name</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Any review</source>
        <translation>Geprüft oder nicht</translation>
    </message>
    <message>
        <source>Not looked at</source>
        <translation>Nicht geprüft</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Verworfen</translation>
    </message>
    <message>
        <source>Only tracks that have a part in the range from A to B (keys I and O)</source>
        <translation>Nur Spuren mit einem Teil im Bereich von A bis B (Tasten I und O)</translation>
    </message>
    <message>
        <source>Tracks of the run</source>
        <translation>Spuren des Laufs</translation>
    </message>
    <message>
        <source>All classes</source>
        <translation>Alle Klassen</translation>
    </message>
    <message>
        <source>%1 tracks</source>
        <translation>%1 Spuren</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>followspot::ui::TrackPanel</name>
    <message>
        <source>In the picture only</source>
        <translation>Nur im Bild</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>Spuren</translation>
    </message>
    <message>
        <source>Filter tracks</source>
        <translation>Spuren filtern</translation>
    </message>
    <message>
        <source>Filter: number, class or state</source>
        <translation>Filter: Nummer, Klasse oder Zustand</translation>
    </message>
    <message>
        <source>Off: also tracks that have left since the source was opened</source>
        <translation>Aus: auch Spuren, die seit dem Öffnen der Quelle verschwunden sind</translation>
    </message>
    <message>
        <source>Copy the rows shown as CSV</source>
        <translation>Gezeigte Zeilen als CSV kopieren</translation>
    </message>
    <message>
        <source>Save the rows shown as a CSV file</source>
        <translation>Gezeigte Zeilen als CSV-Datei speichern</translation>
    </message>
    <message>
        <source>%1 in the picture, %2 in all</source>
        <translation>%1 im Bild, %2 insgesamt</translation>
    </message>
</context>
<context>
    <name>followspot::ui::TrackTableModel</name>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>class %1</source>
        <translation>Klasse %1</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>left</source>
        <translation>weg</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>geschätzt</translation>
    </message>
    <message>
        <source>seen</source>
        <translation>gesehen</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Score of the last matched detection</source>
        <translation>Wertung des letzten zugeordneten Fundes</translation>
    </message>
    <message>
        <source>seen: matched with a detection now; predicted: no detection now; left: gone</source>
        <translation>gesehen: jetzt einem Fund zugeordnet; geschätzt: jetzt ohne Fund; weg: verschwunden</translation>
    </message>
    <message>
        <source>Time in the video when the track began</source>
        <translation>Zeit im Video, zu der die Spur begann</translation>
    </message>
    <message>
        <source>From the first to the last picture with this track</source>
        <translation>Vom ersten bis zum letzten Bild mit dieser Spur</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>Spur</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wertung</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
</context>
<context>
    <name>followspot::ui::TransportBar</name>
    <message>
        <source>LIVE</source>
        <translation>LIVE</translation>
    </message>
    <message>
        <source>This source comes in its own time and cannot be wound back.</source>
        <translation>Diese Quelle läuft in ihrer eigenen Zeit und kann nicht zurückgespult werden.</translation>
    </message>
    <message>
        <source>picture %1 of %2</source>
        <translation>Bild %1 von %2</translation>
    </message>
    <message>
        <source>picture %1</source>
        <translation>Bild %1</translation>
    </message>
</context>
<context>
    <name>followspot::ui::VariantsPage</name>
    <message>
        <source>Variants</source>
        <translation>Varianten</translation>
    </message>
    <message>
        <source>Smaller or faster ones beside the full model. They are measured in turns, each in a process of its own; what is within noise is said.</source>
        <translation>Kleinere oder schnellere neben dem vollen Modell. Sie werden reihum gemessen, jede in einem eigenen Prozess; was im Rauschen liegt, wird gesagt.</translation>
    </message>
    <message>
        <source>Weights in 1&amp;6 bits: half the file, same speed</source>
        <translation>Gewichte mit 1&amp;6 Bit: halbe Datei, gleiches Tempo</translation>
    </message>
    <message>
        <source>Weights in &amp;8 bits: a quarter of the file, same speed</source>
        <translation>Gewichte mit &amp;8 Bit: ein Viertel der Datei, gleiches Tempo</translation>
    </message>
    <message>
        <source>Channels &amp;taken out, to save of the work:</source>
        <translation>&amp;Kanäle entfernt, um an Arbeit zu sparen:</translation>
    </message>
    <message>
        <source>&amp;Make and measure</source>
        <translation>&amp;Machen und messen</translation>
    </message>
    <message>
        <source>Percent of the work to save</source>
        <translation>Prozent der Arbeit, die zu sparen sind</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Which channels can go is decided on your video.</source>
        <translation>Welche Kanäle gehen können, entscheidet sich an Ihrem Video.</translation>
    </message>
    <message>
        <source>Needs a video: name one on the first page.</source>
        <translation>Braucht ein Video: Nennen Sie eines auf der ersten Seite.</translation>
    </message>
    <message>
        <source>Optional: the full model is good as it is.</source>
        <translation>Freiwillig: Das volle Modell ist gut, wie es ist.</translation>
    </message>
    <message>
        <source>Optional: the full model is good as it is. Without a video only size and time are measured, and nothing can be taken out.</source>
        <translation>Freiwillig: Das volle Modell ist gut, wie es ist. Ohne Video werden nur Größe und Zeit gemessen, und nichts kann entfernt werden.</translation>
    </message>
    <message>
        <source>Making %1 ...</source>
        <translation>%1 wird gemacht ...</translation>
    </message>
    <message>
        <source>Measuring, in turns ...</source>
        <translation>Wird reihum gemessen ...</translation>
    </message>
    <message>
        <source>Measured. Times are of this machine, on one core.</source>
        <translation>Gemessen. Die Zeiten sind von diesem Rechner, auf einem Kern.</translation>
    </message>
</context>
<context>
    <name>followspot::ui::VerifyPage</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Each variant beside the full model, on the same pictures.</source>
        <translation>Jede Variante neben dem vollen Modell, auf denselben Bildern.</translation>
    </message>
    <message>
        <source>Verdicts</source>
        <translation>Urteile</translation>
    </message>
    <message>
        <source>Only the full model was made: there is nothing to compare it with.</source>
        <translation>Nur das volle Modell wurde gemacht: Es gibt nichts zu vergleichen.</translation>
    </message>
    <message>
        <source>Comparing %1 ...</source>
        <translation>%1 wird verglichen ...</translation>
    </message>
    <message>
        <source>safe: the same numbers</source>
        <translation>sicher: dieselben Zahlen</translation>
    </message>
    <message>
        <source>small loss: other numbers, as good</source>
        <translation>kleiner Verlust: andere Zahlen, ebenso gut</translation>
    </message>
    <message>
        <source>do not use without a look</source>
        <translation>nicht ungesehen verwenden</translation>
    </message>
    <message>
        <source>Agreement %1 on %2 pictures: %3 boxes in both, %4 lost, %5 new; scores drift by %6 on average, at most %7.</source>
        <translation>Übereinstimmung %1 auf %2 Bildern: %3 Rahmen in beiden, %4 verloren, %5 neu; Wertungen weichen im Mittel um %6 ab, höchstens um %7.</translation>
    </message>
    <message>
        <source>Tracks: %1 became %2; interruptions: %3 became %4.</source>
        <translation>Spuren: aus %1 wurden %2; Unterbrechungen: aus %3 wurden %4.</translation>
    </message>
</context>
<context>
    <name>followspot::ui::VideoView</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>The video with the tracked objects.</source>
        <translation>Das Video mit den verfolgten Objekten.</translation>
    </message>
</context>
<context>
    <name>followspot::ui::WatchActions</name>
    <message>
        <source>Save &amp;snapshot</source>
        <translation>&amp;Schnappschuss speichern</translation>
    </message>
    <message>
        <source>Save the picture with its boxes</source>
        <translation>Das Bild mit seinen Rahmen speichern</translation>
    </message>
    <message>
        <source>&amp;Export track table...</source>
        <translation>Spurentabelle e&amp;xportieren ...</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>&amp;Abspielen</translation>
    </message>
    <message>
        <source>Step &amp;forward</source>
        <translation>Schritt &amp;vor</translation>
    </message>
    <message>
        <source>One picture forward</source>
        <translation>Ein Bild vor</translation>
    </message>
    <message>
        <source>Step &amp;back</source>
        <translation>Schritt &amp;zurück</translation>
    </message>
    <message>
        <source>One picture back</source>
        <translation>Ein Bild zurück</translation>
    </message>
    <message>
        <source>5 seconds back</source>
        <translation>5 Sekunden zurück</translation>
    </message>
    <message>
        <source>5 seconds forward</source>
        <translation>5 Sekunden vor</translation>
    </message>
    <message>
        <source>1 second back</source>
        <translation>1 Sekunde zurück</translation>
    </message>
    <message>
        <source>1 second forward</source>
        <translation>1 Sekunde vor</translation>
    </message>
    <message>
        <source>1 minute back</source>
        <translation>1 Minute zurück</translation>
    </message>
    <message>
        <source>1 minute forward</source>
        <translation>1 Minute vor</translation>
    </message>
    <message>
        <source>To the &amp;start</source>
        <translation>Zum An&amp;fang</translation>
    </message>
    <message>
        <source>To the &amp;end</source>
        <translation>Zum &amp;Ende</translation>
    </message>
    <message>
        <source>In &amp;real time</source>
        <translation>In E&amp;chtzeit</translation>
    </message>
    <message>
        <source>Plays as filmed; pictures that the detector cannot keep up with get predicted, dashed boxes</source>
        <translation>Spielt wie gefilmt; Bilder, bei denen der Detektor nicht mitkommt, bekommen geschätzte, gestrichelte Rahmen</translation>
    </message>
    <message>
        <source>Detects on every picture, as fast as the machine goes</source>
        <translation>Sucht in jedem Bild, so schnell der Rechner kann</translation>
    </message>
    <message>
        <source>Play in real time</source>
        <translation>In Echtzeit abspielen</translation>
    </message>
    <message>
        <source>Play every picture</source>
        <translation>Jedes Bild abspielen</translation>
    </message>
    <message>
        <source>&amp;Boxes</source>
        <translation>&amp;Rahmen</translation>
    </message>
    <message>
        <source>Show boxes</source>
        <translation>Rahmen zeigen</translation>
    </message>
    <message>
        <source>&amp;Labels</source>
        <translation>&amp;Beschriftung</translation>
    </message>
    <message>
        <source>Show number, class and score</source>
        <translation>Nummer, Klasse und Wertung zeigen</translation>
    </message>
    <message>
        <source>&amp;Trails</source>
        <translation>&amp;Wege</translation>
    </message>
    <message>
        <source>Show where tracks have been</source>
        <translation>Zeigen, wo Spuren gewesen sind</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Whole &amp;picture</source>
        <translation>Ganzes B&amp;ild</translation>
    </message>
    <message>
        <source>Playback</source>
        <translation>Wiedergabe</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>Spuren</translation>
    </message>
    <message>
        <source>C&amp;lose video</source>
        <translation>Video s&amp;chließen</translation>
    </message>
    <message>
        <source>E&amp;very picture</source>
        <translation>&amp;Jedes Bild</translation>
    </message>
    <message>
        <source>Find a trac&amp;k</source>
        <translation>&amp;Spur suchen</translation>
    </message>
</context>
<context>
    <name>followspot::ui::WatchWorkspace</name>
    <message>
        <source>Saved %1</source>
        <translation>%1 gespeichert</translation>
    </message>
    <message>
        <source>Demonstration: add your source (%1) or drop a file.</source>
        <translation>Vorführung: Fügen Sie Ihre Quelle hinzu (%1) oder ziehen Sie eine Datei herein.</translation>
    </message>
    <message>
        <source>Detection</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>Spuren</translation>
    </message>
    <message>
        <source>&amp;Playback</source>
        <translation>&amp;Wiedergabe</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>Zusehen</translation>
    </message>
    <message>
        <source>Opening %1 ...</source>
        <translation>%1 wird geöffnet ...</translation>
    </message>
    <message numerus="yes">
        <source>%n videos were given; the first one plays. Watch shows one at a time.</source>
        <translation>
            <numerusform>%n Video wurde angegeben; es läuft. Zusehen zeigt eines zur Zeit.</numerusform>
            <numerusform>%n Videos wurden angegeben; das erste läuft. Zusehen zeigt eines zur Zeit.</numerusform>
        </translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>The track table is empty: nothing to save.</source>
        <translation>Die Spurentabelle ist leer: nichts zu speichern.</translation>
    </message>
    <message>
        <source>Export track table</source>
        <translation>Spurentabelle exportieren</translation>
    </message>
    <message>
        <source>Model in use: %1</source>
        <translation>Modell in Gebrauch: %1</translation>
    </message>
    <message>
        <source>No model is in use: videos play without boxes. Open a model folder (it holds a file model.json), or import one with: followspot-cli model import</source>
        <translation>Kein Modell ist in Gebrauch: Videos laufen ohne Rahmen. Öffnen Sie einen Modellordner (darin liegt eine Datei model.json) oder importieren Sie ein Modell mit: followspot-cli model import</translation>
    </message>
    <message>
        <source>Nothing could be opened. The list of issues says why.</source>
        <translation>Nichts konnte geöffnet werden. Die Liste der Meldungen sagt, warum.</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>&amp;Abspielen</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>Anhalten (Leertaste)</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>Abspielen (Leertaste)</translation>
    </message>
</context>
<context>
    <name>followspot::ui::WelcomePage</name>
    <message>
        <source>Recent</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Drop a video here</source>
        <translation>Ziehen Sie ein Video hierher</translation>
    </message>
    <message>
        <source>or open a file, a camera or a network address. A model package can be dropped, too.</source>
        <translation>oder öffnen Sie eine Datei, eine Kamera oder eine Netzadresse. Auch ein Modellpaket kann hereingezogen werden.</translation>
    </message>
    <message>
        <source>Recently opened</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
</context>
<context>
    <name>followspot::ui::WizardPage</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop the work</source>
        <translation>Die Arbeit abbrechen</translation>
    </message>
    <message>
        <source>Stop the work; nothing of it stays</source>
        <translation>Die Arbeit abbrechen; nichts davon bleibt</translation>
    </message>
    <message>
        <source>%1 pictures looked at ...</source>
        <translation>%1 Bilder angesehen ...</translation>
    </message>
</context>
</TS>
