; The installer of @{name} for one user of Windows, without administrator's rights.
; Made by installer/nsis.py, which also writes bundle.nsh: SETUP, ICON, SIDE, SIZE_KB and LONGEST, and the
; macros InstallFiles and RemoveFiles that name each file of the bundle.
;
;   @{stem}-setup.exe /S [/DESKTOP=1] [/OPENWITH=0] [/DOWNGRADE=1] [/D="C:\a folder"]
;   uninstall.exe /S [/REMOVEDATA]
;
; Exit codes are Windows' own where it has one: 0 done; 1 cancelled; 2 not finished, or a damaged setup;
; 3 no such drive; 5 no right to write there; 32 the program is running; 87 an argument is not known;
; 112 no room on the disk; 123 no folder's whole name; 206 the folder's name is too long; 216 not a 64-bit
; Windows; 1150 the Windows is too old; 1618 another setup is running; 1638 a later version is installed.

Target @{target}
ManifestDPIAware true
ManifestLongPathAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
CRCCheck force
@{compression}
; The same bytes whatever the files' dates are.
SetDateSave off
; Without a window a file that cannot be written ends the installation instead of being left out.
AllowSkipFiles off

!include "bundle.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "MUI2.nsh"
!include "Sections.nsh"
!include "WinVer.nsh"
!include "WordFunc.nsh"
!include "x64.nsh"

!define OWN_KEY "Software\hkviewer\@{id}"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\@{id}"
!define SHORTCUT "@{name}.lnk"
!define PAGE_LINE 5
!define PAGE_WORDS `<meta http-equiv="Content-Security-Policy" content="default-src 'none';`

Var Folder ; as it was given: of what is put into $INSTDIR NSIS leaves out what no name may have
Var Given
Var HasFolder
Var MayReplaceLater
Var Unknown ; the first argument that is none

Name "@{name}"
OutFile "${SETUP}"
BrandingText "@{name} @{version}"
InstallDir "$LOCALAPPDATA\Programs\@{id}"
InstallDirRegKey HKCU "${OWN_KEY}" "Folder"

VIProductVersion "@{numbers}"
VIFileVersion "@{numbers}"
VIAddVersionKey /LANG=1033 "CompanyName" "@{publisher}"
VIAddVersionKey /LANG=1033 "FileDescription" "@{name} setup"
VIAddVersionKey /LANG=1033 "FileVersion" "@{version}"
VIAddVersionKey /LANG=1033 "LegalCopyright" "@{copyright}"
VIAddVersionKey /LANG=1033 "OriginalFilename" "@{stem}-setup.exe"
VIAddVersionKey /LANG=1033 "ProductName" "@{name}"
VIAddVersionKey /LANG=1033 "ProductVersion" "@{version}"

; The licence asks nobody to agree to it, so there is no page for that; its text is installed.
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_COMPONENTSPAGE_SMALLDESC
!define MUI_WELCOMEPAGE_TITLE "Set up @{name} @{version}"
!define MUI_WELCOMEPAGE_TEXT "@{name} works without a network and sends nothing.$\r$\n$\r$\nIt is installed for you alone: no administrator is needed, and other people’s accounts stay as they are."
!define MUI_FINISHPAGE_RUN "$INSTDIR\hkviewer.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Open @{name} now"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; Ends with an exit code, after a box with what is wrong and what to do; with /S after a line instead, on the
; console or the standard error of whoever started this.
!macro EndWith code what todo
  MessageBox MB_OK|MB_ICONSTOP "${what}$\r$\n$\r$\n${todo}" /SD IDOK
  Push "@{name}: ${what} ${todo}"
  !ifdef __UNINSTALL__
    Call un.TellCaller
  !else
    Call TellCaller
  !endif
  SetErrorLevel ${code}
  Quit
!macroend

!macro DefineTellCaller un
Function ${un}TellCaller
  Pop $R9
  ${IfNot} ${Silent}
    Return
  ${EndIf}
  System::Call 'kernel32::AttachConsole(i -1)'
  System::Call 'kernel32::GetStdHandle(i -12) p .R8'
  StrCpy $R9 "$R9$\r$\n"
  StrLen $R7 $R9
  System::Call 'kernel32::WriteConsoleW(p R8, w R9, i R7, *i .R6, p 0) i .R5'
  ${If} $R5 == 0 ; no console: a pipe or a file, which gets UTF-8
    System::Alloc 4096
    Pop $R4
    System::Call 'kernel32::WideCharToMultiByte(i 65001, i 0, w R9, i R7, p R4, i 4096, p 0, p 0) i .R6'
    System::Call 'kernel32::WriteFile(p R8, p R4, i R6, *i .R5, p 0)'
    System::Free $R4
  ${EndIf}
FunctionEnd
!macroend
!insertmacro DefineTellCaller ""
!insertmacro DefineTellCaller "un."

; Ends with 32 while a program in $INSTDIR runs: Windows lets nobody write to a running program's file.
!macro DefineRefuseWhileRunning un
Function ${un}RefuseWhileRunning
  again:
  StrCpy $1 ""
  !insertmacro TryToWrite "hkviewer.exe"
  !insertmacro TryToWrite "hkviewer-cli.exe"
  ${If} $1 != ""
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "@{name} is running.$\r$\n$\r$\nClose its windows, then choose Retry." /SD IDCANCEL IDRETRY again
    Push "@{name}: It is running. Nothing was changed. Close its windows first."
    Call ${un}TellCaller
    SetErrorLevel 32
    Quit
  ${EndIf}
FunctionEnd
!macroend
!macro TryToWrite program
  ${If} ${FileExists} "$INSTDIR\${program}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${program}" a
    ${If} ${Errors}
      StrCpy $1 "${program}"
    ${Else}
      FileClose $0
    ${EndIf}
  ${EndIf}
!macroend
!insertmacro DefineRefuseWhileRunning ""
!insertmacro DefineRefuseWhileRunning "un."

Section "@{name}" PROGRAM
  SectionIn RO
  ; What can be refused is refused before anything is changed.
  StrCpy $Folder $INSTDIR
  Call RefuseWrongFolder
  Call RefuseWhileRunning
  Call RefuseWithoutRight
  Call RefuseWithoutRoom
  Call RemoveEarlierVersion
  ; First what undoes the installation, so that one that was cut short can be removed.
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${OWN_KEY}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${OWN_KEY}" "Version" "@{numbers}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "@{name}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "@{version}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\hkviewer.exe,0"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "@{publisher}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
  !insertmacro InstallFiles
@{write_app_paths}
  ; A shortcut starts in the folder that SetOutPath named last.
  SetOutPath "$INSTDIR"
  CreateShortcut "$SMPROGRAMS\${SHORTCUT}" "$INSTDIR\hkviewer.exe"
SectionEnd

Section /o "Shortcut on the desktop" DESKTOP
SectionEnd

Section "Offer it for Markdown files" OPENWITH
SectionEnd

; What was not chosen, too, is remembered for the next version.
Section "-choices"
  ${If} ${SectionIsSelected} ${DESKTOP}
    CreateShortcut "$DESKTOP\${SHORTCUT}" "$INSTDIR\hkviewer.exe"
    WriteRegDWORD HKCU "${OWN_KEY}" "Desktop" 1
  ${Else}
    ReadRegDWORD $0 HKCU "${OWN_KEY}" "Desktop"
    ${If} $0 == 1
      Delete "$DESKTOP\${SHORTCUT}"
    ${EndIf}
    WriteRegDWORD HKCU "${OWN_KEY}" "Desktop" 0
  ${EndIf}
  ${If} ${SectionIsSelected} ${OPENWITH}
@{write_open_with}
    WriteRegDWORD HKCU "${OWN_KEY}" "OpenWith" 1
  ${Else}
    WriteRegDWORD HKCU "${OWN_KEY}" "OpenWith" 0
  ${EndIf}
  Call TellExplorer
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${PROGRAM} "The program, its fact sheets and an entry in the Start menu."
  !insertmacro MUI_DESCRIPTION_TEXT ${DESKTOP} "Puts a second shortcut on your desktop."
  !insertmacro MUI_DESCRIPTION_TEXT ${OPENWITH} "Lists @{name} under “Open with” for .md files. What opens them by default stays as it is."
!insertmacro MUI_FUNCTION_DESCRIPTION_END

; ---- the command line

; Reads it as people write it: words end at blanks outside quotation marks. NSIS alone would leave out, without a
; word, a /D that stands in quotation marks or not last, and whatever is misspelt.
; $5 is the line, $6 where it is read, $7 the word, $8 where the word begins.
Function ReadArguments
  System::Call 'kernel32::GetCommandLineW() w .r5'
  StrLen $0 $5
  ${If} $0 > 1000
    StrCpy $Unknown "$5 …" ; longer than NSIS can hold
  ${EndIf}
  StrCpy $6 0
  Call ReadWord ; the setup's own name
  ${Do}
    Call ReadWord
    ${If} $8 == ""
      ${ExitDo}
    ${EndIf}
    Call UseWord
  ${Loop}
FunctionEnd

Function ReadWord
  StrCpy $0 " "
  ${DoWhile} $0 == " "
    StrCpy $0 $5 1 $6
    IntOp $6 $6 + 1
  ${Loop}
  IntOp $6 $6 - 1
  StrCpy $7 ""
  StrCpy $8 $6
  StrCpy $1 "" ; "in quotation marks"
  ${If} $0 == ""
    StrCpy $8 ""
  ${EndIf}
  ${DoWhile} $0 != ""
    StrCpy $0 $5 1 $6
    ${If} $0 == ""
    ${OrIf} "$0$1" == " "
      ${ExitDo}
    ${EndIf}
    IntOp $6 $6 + 1
    ${If} $0 != '"'
      StrCpy $7 "$7$0"
      ${Continue}
    ${EndIf}
    ; Some programs that quote for others write \" for a quotation mark; at the end of a word it is that of a
    ; folder's name that ends with a backslash.
    StrCpy $2 $7 1 -1
    StrCpy $3 $5 1 $6
    ${If} $2 == "\"
    ${AndIf} $3 != " "
    ${AndIf} $3 != ""
      StrCpy $7 $7 -1
    ${ElseIf} $1 == ""
      StrCpy $1 "quoted"
    ${Else}
      StrCpy $1 ""
    ${EndIf}
  ${Loop}
FunctionEnd

!macro UseChoice option section
  ${If} $7 == "/${option}=1"
    !insertmacro SelectSection ${section}
    Return
  ${ElseIf} $7 == "/${option}=0"
    !insertmacro UnselectSection ${section}
    Return
  ${EndIf}
!macroend

Function UseWord
  StrCpy $0 $7 3
  ${If} $0 == "/D="
    StrCpy $Folder $7 "" 3
    StrCpy $HasFolder "yes"
    ; Without quotation marks it is all that follows, as in every setup by NSIS.
    StrCpy $0 $5 "" $8
    ${WordFind} '$0' '"' "E+1{" $1
    ${If} ${Errors}
      StrCpy $Folder $0 "" 3
      StrCpy $6 1024
      StrCpy $0 $0 "" -3
      ${If} $0 == " /S" ; behind the folder, where it is refused, but not by a window
        SetSilent silent
      ${EndIf}
    ${EndIf}
    Return
  ${ElseIf} $7 == "/S"
    SetSilent silent
    Return
  ${ElseIf} $7 == "/DOWNGRADE=1"
    StrCpy $MayReplaceLater "yes"
    Return
  ${ElseIf} $7 == "/DOWNGRADE=0"
  ${OrIf} $7 == "/NCRC" ; NSIS's own, which has no effect here
    Return
  ${EndIf}
  !insertmacro UseChoice "DESKTOP" ${DESKTOP}
  !insertmacro UseChoice "OPENWITH" ${OPENWITH}
  ${If} $Unknown == ""
    StrCpy $Unknown $7
  ${EndIf}
FunctionEnd

Function RefuseWrongArguments
  ${If} $Unknown != ""
    !insertmacro EndWith 87 "“$Unknown” is none of this setup’s arguments." "Nothing was changed. There are /S, /DESKTOP=1 or 0, /OPENWITH=1 or 0, /DOWNGRADE=1 and /D=FOLDER."
  ${EndIf}
  ${If} $HasFolder != ""
    Call RefuseWrongFolder
  ${EndIf}
FunctionEnd

; Selects `section` or not, as it was chosen the last time.
!macro ChooseAgain value section
  ClearErrors
  ReadRegDWORD $0 HKCU "${OWN_KEY}" "${value}"
  ${IfNot} ${Errors}
    ${If} $0 == 1
      !insertmacro SelectSection ${section}
    ${Else}
      !insertmacro UnselectSection ${section}
    ${EndIf}
  ${EndIf}
!macroend

Function .onInit
  SetRegView 64
  !insertmacro ChooseAgain "Desktop" ${DESKTOP}
  !insertmacro ChooseAgain "OpenWith" ${OPENWITH}
  Call ReadArguments
  ${IfNot} ${RunningX64}
    !insertmacro EndWith 216 "@{name} needs @{system}." "Nothing was changed."
  ${EndIf}
  ${IfNot} ${AtLeastBuild} 17763
    !insertmacro EndWith 1150 "@{name} needs @{system}." "Nothing was changed."
  ${EndIf}
  System::Call 'kernel32::CreateMutex(p 0, i 0, t "Local\@{id}-setup") p .r0 ?e'
  Pop $0
  ${If} $0 == 183 ; ERROR_ALREADY_EXISTS
    !insertmacro EndWith 1618 "Another setup of @{name} is running." "Finish that one first."
  ${EndIf}
  Call RefuseWrongArguments
  Call RefuseEarlierVersion
FunctionEnd

; Ends with 1638 where a later version is installed, unless /DOWNGRADE=1 or the user says that it may go.
Function RefuseEarlierVersion
  ReadRegStr $1 HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  ReadRegStr $0 HKCU "${OWN_KEY}" "Version"
  ${If} $1 == ""
  ${OrIf} $MayReplaceLater != ""
    Return
  ${EndIf}
  ${If} $0 == ""
    StrCpy $0 $1
  ${EndIf}
  ${VersionCompare} "$0" "@{numbers}" $0
  ${If} $0 == 1
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "@{name} $1 is installed, which is later than this @{version}.$\r$\n$\r$\nDo you want the earlier version in its place? Your settings and places stay." /SD IDNO IDYES goOn
    Push "@{name}: Version $1 is installed, which is later than this @{version}. Nothing was changed. With /DOWNGRADE=1 this one takes its place."
    Call TellCaller
    SetErrorLevel 1638
    Quit
    goOn:
  ${EndIf}
FunctionEnd

; ---- what is refused before anything is changed

; Ends with 123 where $Folder is no folder's whole name or there is a file in its way, with 206 where the files
; in it would have too long names, with 3 where its drive or share is not there. Puts into
; $INSTDIR what Windows makes of the name: backslashes only, none at the end, . and .. followed.
Function RefuseWrongFolder
  StrCpy $Given $Folder
  ${Do} ; blanks around it
    StrCpy $0 $Folder 1 -1
    ${If} $0 != " "
      ${ExitDo}
    ${EndIf}
    StrCpy $Folder $Folder -1
  ${Loop}
  ${WordFind} "$Folder" " /" "E+1{" $0
  ${IfNot} ${Errors} ; an argument behind one without quotation marks
    Call RefuseName
  ${EndIf}
  ; A drive with its colon and a backslash, or a share’s two backslashes, come first.
  StrCpy $0 $Folder 2 1
  StrCpy $1 $Folder 2
  ${If} $0 != ":\"
  ${AndIf} $0 != ":/"
  ${AndIf} $1 != "\\"
    Call RefuseName
  ${EndIf}
  StrCpy $2 $Folder
  System::Call 'kernel32::GetFullPathNameW(w r2, i 1024, w .r0, p 0) i .r1'
  ${If} $1 == 0
  ${OrIf} $1 > 1000
    Call RefuseName
  ${EndIf}
  StrCpy $Folder $0
  ${Do}
    StrCpy $0 $Folder 1 -1
    ${If} $0 != "\"
      ${ExitDo}
    ${EndIf}
    StrCpy $Folder $Folder -1
  ${Loop}
  StrLen $0 $Folder
  ${If} $0 < 3 ; a drive
    Call RefuseName
  ${EndIf}
  Call RefuseParts
  StrLen $0 $Folder
  IntOp $0 $0 + ${LONGEST}
  ${If} $0 > 258 ; Windows' longest is 259, with one backslash between the two
    !insertmacro EndWith 206 "The name of “$Folder” is too long for the files in it." "Nothing was changed. Choose another folder."
  ${EndIf}
  ${GetRoot} "$Folder" $0
  StrCpy $2 "$0\"
  System::Call 'kernel32::GetFileAttributesW(w r2) i .r1'
  ${If} $1 == -1
    !insertmacro EndWith 3 "There is no drive or share “$0”." "Nothing was changed. Choose another folder."
  ${EndIf}
  StrCpy $INSTDIR $Folder
FunctionEnd

Function RefuseName
  !insertmacro EndWith 123 "“$Given” is no folder that it can be installed into." "Nothing was changed. Give its whole name as the last argument, such as /D=C:\Programs\@{id}."
FunctionEnd

; The parts of the name one by one. $5 is where it is read, $6 the part, $7 its letters up to the first dot.
Function RefuseParts
  StrCpy $6 ""
  StrCpy $5 -1
  ${Do}
    IntOp $5 $5 + 1
    StrCpy $0 $Folder 1 $5
    ${If} $0 == "\"
    ${OrIf} $0 == ""
      Call RefuseDevice
      StrCpy $2 $Folder $5
      System::Call 'kernel32::GetFileAttributesW(w r2) i .r1'
      IntOp $3 $1 & 16 ; FILE_ATTRIBUTE_DIRECTORY
      ${If} $1 <> -1
      ${AndIf} $3 = 0
        !insertmacro EndWith 123 "“$2” is a file, no folder." "Nothing was changed. Choose another folder."
      ${EndIf}
      ${If} $0 == ""
        ${ExitDo}
      ${EndIf}
      StrCpy $6 ""
      ${Continue}
    ${EndIf}
    StrCpy $6 "$6$0"
    ${If} $0 == ":"
    ${AndIf} $5 <> 1
      Call RefuseName
    ${EndIf}
    ${WordFind} '*?<>|"' "$0" "E*" $1 ; how often it is there
    ${IfNot} ${Errors}
      Call RefuseName
    ${EndIf}
  ${Loop}
FunctionEnd

Function RefuseDevice
  Push $0
  ${WordFind} "$6" "." "+1{" $7
  StrCpy $0 $7 3
  StrCpy $1 $7 1 3
  ${If} $7 == "CON"
  ${OrIf} $7 == "PRN"
  ${OrIf} $7 == "AUX"
  ${OrIf} $7 == "NUL"
    Call RefuseName
  ${EndIf}
  ${If} $0 == "COM"
  ${OrIf} $0 == "LPT"
    StrCpy $0 $7 "" 4
    ${If} $0 == ""
    ${AndIf} $1 > 0
      Call RefuseName
    ${EndIf}
  ${EndIf}
  Pop $0
FunctionEnd

; Ends with 5 where no file can be made in $INSTDIR; folders that were made to try go again.
Function RefuseWithoutRight
  ; $4 is the first folder that is not there yet, "" for none.
  StrCpy $3 $INSTDIR
  StrCpy $4 ""
  ${DoUntil} ${FileExists} "$3\*.*"
    StrCpy $4 $3
    ${GetParent} $3 $3
    ${If} $3 == ""
      ${ExitDo}
    ${EndIf}
  ${Loop}
  StrCpy $1 ""
  ClearErrors
  CreateDirectory "$INSTDIR"
  ${IfNot} ${Errors} ; which sets the flag back
    FileOpen $0 "$INSTDIR\setup.tmp" w
    ${IfNot} ${Errors}
      FileClose $0
      Delete "$INSTDIR\setup.tmp"
      StrCpy $1 "writable"
    ${EndIf}
  ${EndIf}
  ${If} $4 != ""
    StrCpy $3 $INSTDIR
    ${Do}
      RMDir $3
      ${If} $3 == $4
        ${ExitDo}
      ${EndIf}
      ${GetParent} $3 $3
    ${LoopUntil} $3 == ""
  ${EndIf}
  ClearErrors
  ${If} $1 == ""
    !insertmacro EndWith 5 "You may not write to “$INSTDIR”." "Nothing was changed. Choose another folder."
  ${EndIf}
FunctionEnd

; Ends with 112 where the disk of $INSTDIR is too full, what an earlier version frees counted in. In MB: in KB
; large disks would pass NSIS's numbers.
Function RefuseWithoutRoom
  ${GetRoot} "$INSTDIR" $0
  ClearErrors
  ${DriveSpace} "$0\" "/D=F /S=M" $1
  ${If} ${Errors}
    ClearErrors
    Return ; not every disk tells
  ${EndIf}
  ReadRegStr $2 HKCU "${OWN_KEY}" "Folder"
  ${GetRoot} "$2" $2
  ${If} $2 == $0
    ReadRegDWORD $3 HKCU "${UNINSTALL_KEY}" "EstimatedSize"
    IntOp $3 $3 / 1024
    IntOp $1 $1 + $3
  ${EndIf}
  ClearErrors
  IntOp $2 ${SIZE_KB} / 1024
  IntOp $2 $2 + 2 ; its uninstaller, and what folders take
  ${If} $1 < $2
    !insertmacro EndWith 112 "The disk of “$INSTDIR” is too full: @{name} takes $2 MB." "Nothing was changed. Make room, or choose another folder."
  ${EndIf}
FunctionEnd

; With its own uninstaller, which knows its files: none that the new version lacks stays behind.
Function RemoveEarlierVersion
  ReadRegStr $1 HKCU "${OWN_KEY}" "Folder"
  ${If} $1 != ""
  ${AndIf} ${FileExists} "$1\uninstall.exe"
    DetailPrint "Removing the earlier version …"
    ClearErrors
    ExecWait '"$1\uninstall.exe" /S /KEEPSHORTCUTS="${SHORTCUT}" _?=$1' $0
    ${If} ${Errors}
      StrCpy $0 2
    ${EndIf}
    ${If} $0 <> 0
      !insertmacro EndWith $0 "The earlier version in “$1” could not be removed." "Close it, or remove it under “Apps” in Windows’ settings, then start this setup again."
    ${EndIf}
    Delete "$1\uninstall.exe"
    RMDir "$1"
  ${EndIf}
FunctionEnd

Section "un.@{name}" UN_PROGRAM
  SectionIn RO
  Call un.RefuseWhileRunning
  ; Windows keeps the folder that a program works in.
  SetOutPath "$TEMP"
  ClearErrors
  !insertmacro RemoveFiles
  ${If} ${Errors}
    !insertmacro EndWith 2 "Some files in “$INSTDIR” are in use and could not be removed." "Restart Windows, then uninstall again."
  ${EndIf}
  Delete "$INSTDIR\uninstall.exe"
  ; Only when it is empty: whatever else lies in there is the user's.
  RMDir "$INSTDIR"
  ; A shortcut that the next version makes again stays, and with it the place it is pinned to.
  ${GetParameters} $0
  ${GetOptions} $0 "/KEEPSHORTCUTS=" $1
  ${If} $1 != "${SHORTCUT}"
    Delete "$SMPROGRAMS\${SHORTCUT}"
    ReadRegDWORD $0 HKCU "${OWN_KEY}" "Desktop"
    ${If} $0 == 1
      Delete "$DESKTOP\${SHORTCUT}"
    ${EndIf}
  ${EndIf}
  ${If} $1 == ""
    DeleteRegKey HKCU "${OWN_KEY}"
    DeleteRegKey /ifempty HKCU "Software\hkviewer"
  ${EndIf}
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
@{remove_registry}
  Call un.TellExplorer
SectionEnd

; What the program wrote, by name; files of others there stay, and the folders that hold them.
Section /o "un.My settings, notes and places" UN_DATA
@{remove_data}
  Call un.RemovePages
  RMDir "$LOCALAPPDATA\@{id}\Cache"
  RMDir "$LOCALAPPDATA\@{id}"
SectionEnd

; The pages for the browser: their names are sheets', so each is known by the line that no other page has.
Function un.RemovePages
  FindFirst $0 $1 "$LOCALAPPDATA\@{id}\Cache\*.html"
  ${DoUntil} $1 == ""
    StrCpy $3 ""
    FileOpen $2 "$LOCALAPPDATA\@{id}\Cache\$1" r
    ${If} $2 != ""
      ${For} $4 1 ${PAGE_LINE}
        FileRead $2 $3
      ${Next}
      FileClose $2
    ${EndIf}
    StrLen $4 `${PAGE_WORDS}`
    StrCpy $3 $3 $4
    ${If} $3 == `${PAGE_WORDS}`
      Delete "$LOCALAPPDATA\@{id}\Cache\$1"
    ${EndIf}
    FindNext $0 $1
  ${Loop}
  FindClose $0
FunctionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${UN_PROGRAM} "The program and its fact sheets."
  !insertmacro MUI_DESCRIPTION_TEXT ${UN_DATA} "What the program keeps of yours, in $LOCALAPPDATA\@{id}. Other files there stay. This cannot be undone."
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END

Function un.onInit
  SetRegView 64
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/REMOVEDATA" $1
  ${IfNot} ${Errors}
    !insertmacro SelectSection ${UN_DATA}
  ${EndIf}
FunctionEnd

; SHCNE_ASSOCCHANGED: Explorer reads the file types' programs again.
!macro DefineTellExplorer un
Function ${un}TellExplorer
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
FunctionEnd
!macroend
!insertmacro DefineTellExplorer ""
!insertmacro DefineTellExplorer "un."
