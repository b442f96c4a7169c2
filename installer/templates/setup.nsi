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

@{arguments}
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

@{refusals}
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
