<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>followspot::ui::IssueButton</name>
    <message numerus="yes">
        <source>%n issue(s)</source>
        <translation>
            <numerusform>%n issue</numerusform>
            <numerusform>%n issues</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>followspot::ui::WatchWorkspace</name>
    <message numerus="yes">
        <source>%n videos were given; the first one plays. Watch shows one at a time.</source>
        <translation>
            <numerusform>%n video was given; it plays. Watch shows one at a time.</numerusform>
            <numerusform>%n videos were given; the first one plays. Watch shows one at a time.</numerusform>
        </translation>
    </message>
</context>
</TS>
