; The installer of @{name} for one user of Windows, without administrator's rights.
; Made by installer/nsis.py, which also writes bundle.nsh: SETUP, ICON, SIDE and SIZE_KB, and the
; macros InstallFiles and RemoveFiles that name each file of the bundle.
;
;   @{stem}-setup.exe /S [/DESKTOP=1] [/OPENWITH=0] [/D=C:\a folder]      (/D last, without quotes)
;   uninstall.exe /S [/REMOVEDATA]
;
; Exit codes are Windows' own where it has one: 0 done; 1 cancelled; 2 not finished, or a damaged setup;
; 5 no right to write there; 32 the program is running; 112 no room on the disk; 216 not a 64-bit Windows;
; 1150 the Windows is too old; 1618 another setup is running.

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
!include "x64.nsh"

!define OWN_KEY "Software\hkviewer\@{id}"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\@{id}"
!define SHORTCUT "@{name}.lnk"

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

!macro EndWith code text
  MessageBox MB_OK|MB_ICONSTOP "${text}" /SD IDOK
  SetErrorLevel ${code}
  Quit
!macroend

; Ends with 32 while a program in $INSTDIR runs: Windows lets nobody write to a running program's file.
!macro DefineRefuseWhileRunning un
Function ${un}RefuseWhileRunning
  again:
  StrCpy $1 ""
  !insertmacro TryToWrite "hkviewer.exe"
  !insertmacro TryToWrite "hkviewer-cli.exe"
  ${If} $1 != ""
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "@{name} is running.$\r$\n$\r$\nClose its windows, then choose Retry." /SD IDCANCEL IDRETRY again
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
  Call RefuseWhileRunning
  Call RefuseWithoutRight
  Call RefuseWithoutRoom
  Call RemoveEarlierVersion
  ; First what undoes the installation, so that one that was cut short can be removed.
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${OWN_KEY}" "Folder" "$INSTDIR"
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

; Selects `section` or not: by the argument /OPTION=1 or 0, else as it was chosen the last time.
!macro Choose option value section
  ReadRegDWORD $0 HKCU "${OWN_KEY}" "${value}"
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/${option}=" $1
  ${IfNot} ${Errors}
    StrCpy $0 $1
  ${EndIf}
  ${If} $0 == 1
    !insertmacro SelectSection ${section}
  ${ElseIf} $0 == 0
    !insertmacro UnselectSection ${section}
  ${EndIf}
!macroend

Function .onInit
  SetRegView 64
  ${IfNot} ${RunningX64}
    !insertmacro EndWith 216 "@{name} needs @{system}."
  ${EndIf}
  ${IfNot} ${AtLeastBuild} 17763
    !insertmacro EndWith 1150 "@{name} needs @{system}."
  ${EndIf}
  System::Call 'kernel32::CreateMutex(p 0, i 0, t "Local\@{id}-setup") p .r0 ?e'
  Pop $0
  ${If} $0 == 183 ; ERROR_ALREADY_EXISTS
    !insertmacro EndWith 1618 "Another setup of @{name} is running. Finish that one first."
  ${EndIf}
  !insertmacro Choose "DESKTOP" "Desktop" ${DESKTOP}
  !insertmacro Choose "OPENWITH" "OpenWith" ${OPENWITH}
FunctionEnd

; Ends with 5 where no file can be made in $INSTDIR; a folder that was made to try goes again.
Function RefuseWithoutRight
  StrCpy $1 ""
  ${IfNot} ${FileExists} "$INSTDIR\*.*"
    StrCpy $1 "new"
  ${EndIf}
  ClearErrors
  CreateDirectory "$INSTDIR"
  ${IfNot} ${Errors} ; which sets the flag back
    FileOpen $0 "$INSTDIR\setup.tmp" w
    ${IfNot} ${Errors}
      FileClose $0
      Delete "$INSTDIR\setup.tmp"
      StrCpy $1 "$1 writable"
    ${EndIf}
  ${EndIf}
  ${If} $1 == ""
  ${OrIf} $1 == "new"
    !insertmacro EndWith 5 "You may not write to “$INSTDIR”.$\r$\n$\r$\nNothing was changed. Choose another folder."
  ${EndIf}
  ${If} $1 == "new writable"
    RMDir "$INSTDIR"
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
    !insertmacro EndWith 112 "The disk of “$INSTDIR” is too full: @{name} takes $2 MB.$\r$\n$\r$\nNothing was changed. Make room, or choose another folder."
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
      MessageBox MB_OK|MB_ICONSTOP "The earlier version in “$1” could not be removed.$\r$\n$\r$\nClose it, or remove it under “Apps” in Windows’ settings, then start this setup again." /SD IDOK
      SetErrorLevel $0
      Quit
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
    !insertmacro EndWith 2 "Some files in “$INSTDIR” are in use and could not be removed.$\r$\n$\r$\nRestart Windows, then uninstall again."
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

Section /o "un.My settings, notes and places" UN_DATA
  RMDir /r "$LOCALAPPDATA\@{id}"
SectionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${UN_PROGRAM} "The program and its fact sheets."
  !insertmacro MUI_DESCRIPTION_TEXT ${UN_DATA} "What you did with the program, in $LOCALAPPDATA\@{id}. This cannot be undone."
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
