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
    <name>followspot::ui::Banner</name>
    <message>
        <source>Do not show this again</source>
        <translation>Nicht mehr zeigen</translation>
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
        <source>%1 is what training leaves, not yet a model to run. Make a model of it with: followspot-cli model prepare</source>
        <translation>%1 ist, was ein Training hinterlässt, und noch kein lauffähiges Modell. So wird eines daraus: followspot-cli model prepare</translation>
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
</TS>
