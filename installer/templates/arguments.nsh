; The command line of the setup.

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
