; What the setup refuses before it changes anything.

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
