; BRON-Sync-<version>.exe: per user, /S for silent. Carries a bare Python and the packs; all that can go wrong is done by bronsync_install.
; What stays here is what only Windows' own words can do: mutexes, the start menu, the list of programs, the uninstaller.
; UTF-8. Given by products.py: VERSION, NUMBERS, OUT, CARRIED (folder with the bare Python and the packs), ICON, TREE_KB, SIGN (may be empty).
Unicode true
Target amd64-unicode
SetCompressor lzma
ManifestDPIAware true
ManifestSupportedOS all
RequestExecutionLevel user
CRCCheck force
!include LogicLib.nsh
!include FileFunc.nsh
!include WinVer.nsh
!include x64.nsh
!include MUI2.nsh
!include Win\COM.nsh
!include Win\Propkey.nsh

!define APP "BRON Sync"
!define GROUP "Data Care B.V"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\BRON Sync"

Name "${APP}"
OutFile "${OUT}"
!if "${SIGN}" != ""
  !uninstfinalize 'sh "${SIGN}" "%1"'
!endif
BrandingText " "
VIProductVersion ${NUMBERS}
VIAddVersionKey /LANG=1043 "ProductName" "${APP}"
VIAddVersionKey /LANG=1043 "FileDescription" "${APP} installeren"
VIAddVersionKey /LANG=1043 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1043 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1043 "CompanyName" "Data Care B.V"
VIAddVersionKey /LANG=1043 "LegalCopyright" "EUPL-1.2"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEPAGE_TITLE "BRON Sync ${VERSION} installeren"
!define MUI_WELCOMEPAGE_TEXT "BRON Sync wordt voor u alleen geïnstalleerd. Daarvoor zijn geen beheerdersrechten nodig.$\r$\n$\r$\nStaat er al een BRON Sync, dan komt deze versie ernaast en wordt zij pas gekozen als de zelftest is gelukt. Uw gegevens en instellingen blijven zoals ze zijn.$\r$\n$\r$\nKlik op Installeren om te beginnen."
!define MUI_FINISHPAGE_TITLE "BRON Sync is geïnstalleerd"
!define MUI_FINISHPAGE_TEXT "U vindt BRON Sync in het menu Start onder Data Care B.V."
!define MUI_FINISHPAGE_RUN "$INSTDIR\BRON Sync.exe"
!define MUI_FINISHPAGE_RUN_TEXT "BRON Sync nu starten"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "BRON Sync wordt van deze computer verwijderd. Uw gegevens blijven staan in $LOCALAPPDATA\BRON Sync: de versleutelde opslag, de instellingen en het logboek. Wilt u die ook weg hebben, gebruik dan eerst in BRON Sync: Instellingen - Wis lokale gegevens."
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Dutch"

Var User
Var Said

; What stops it: in silent mode no window, but always a line in installatie.log and exit code 3.
!macro Refuse SENTENCE
  StrCpy $Said "${SENTENCE}"
  MessageBox MB_OK|MB_ICONEXCLAMATION "$Said" /SD IDOK
  SetErrorLevel 3
!macroend

!macro Log
  ClearErrors
  FileOpen $9 "$INSTDIR\installatie.log" a
  ${IfNot} ${Errors}
    FileSeek $9 0 END
    FileWrite $9 "$Said$\r$\n"
    FileClose $9
  ${EndIf}
!macroend

; $0 is not 0 while somebody of this user holds it.
!macro Held NAME
  System::Call 'kernel32::OpenMutexW(i 0x100000, i 0, w "${NAME} $User") p.r0'
  ${If} $0 P<> 0
    System::Call 'kernel32::CloseHandle(p r0)'
  ${EndIf}
!macroend

!macro Begin
  SetShellVarContext current
  StrCpy $INSTDIR "$LOCALAPPDATA\Programs\BRON Sync" ; one place, of this user alone, whatever the command line says
  ReadEnvStr $User USERNAME
  !insertmacro Held "Global\BRON Sync"
  ${If} $0 P<> 0
    !insertmacro Refuse "BRON Sync is nog open. Sluit BRON Sync en probeer het opnieuw. (INSTAL-11)"
    !insertmacro Log
    Quit
  ${EndIf}
  !insertmacro Held "Global\BRON Sync setup"
  ${If} $0 P<> 0
    !insertmacro Refuse "BRON Sync wordt op dit moment al geinstalleerd of verwijderd. Wacht tot dat klaar is en probeer het opnieuw. (INSTAL-02)"
    Quit
  ${EndIf}
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "Global\BRON Sync setup $User")' ; until this process ends
!macroend

; The same name as the window gives itself (gui/venster/app.py): pinned to the taskbar, the shortcut and the window are one button.
; Where that does not work the shortcut stays as it is.
!macro OnTheTaskbar SHORTCUT
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P<> 0
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
    ${If} $1 P<> 0
      ${IPersistFile::Load} $1 '("${SHORTCUT}",${STGM_READWRITE})'
      ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r2)'
      ${If} $2 P<> 0
        System::Call '*(&w32 "DataCare.BRONSync")p.r3'
        System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r4'
        System::Call '*${SYSSTRUCT_PROPVARIANT}(${VT_LPWSTR},,$3)p.r5'
        ${IPropertyStore::SetValue} $2 '($4,$5).r6'
        ${If} $6 = 0
          ${IPropertyStore::Commit} $2 ""
          ${IPersistFile::Save} $1 '("${SHORTCUT}",1)'
        ${EndIf}
        System::Free $5
        System::Free $4
        System::Free $3
        ${IUnknown::Release} $2 ""
      ${EndIf}
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    !insertmacro Refuse "BRON Sync heeft Windows 10 of 11 nodig, in de 64-bits uitvoering. (INSTAL-12)"
    Quit
  ${EndIf}
  !insertmacro Begin
FunctionEnd

Section
  InitPluginsDir
  SetOutPath "$PLUGINSDIR\setup"
  DetailPrint "BRON Sync ${VERSION} klaarzetten"
  File /r "${CARRIED}\python"
  SetCompress off ; compressed as they are
  File /r "${CARRIED}\packs"
  SetCompress auto
  SetOutPath "$PLUGINSDIR"
  nsExec::ExecToLog '"$PLUGINSDIR\setup\python\python.exe" -I -X utf8 -m bronsync_install install --packs "$PLUGINSDIR\setup\packs" --into "$INSTDIR" --outcome "$PLUGINSDIR\uitkomst.txt"'
  Pop $0
  ${If} $0 != 0
    StrCpy $Said "De installatie is niet gelukt en er is niets veranderd. (INSTAL-13)"
    ClearErrors
    FileOpen $1 "$PLUGINSDIR\uitkomst.txt" r
    ${IfNot} ${Errors}
      FileReadUTF16LE $1 $Said
      FileClose $1
    ${Else}
      CreateDirectory "$INSTDIR"
      !insertmacro Log
    ${EndIf}
    DetailPrint "$Said"
    MessageBox MB_OK|MB_ICONEXCLAMATION "$Said" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
  WriteUninstaller "$INSTDIR\verwijderen.exe"
  SetOutPath "$INSTDIR" ; where the shortcut starts: the folder of before is gone when this ends
  CreateDirectory "$SMPROGRAMS\${GROUP}"
  CreateShortCut "$SMPROGRAMS\${GROUP}\${APP}.lnk" "$INSTDIR\BRON Sync.exe" "" "$INSTDIR\BRON Sync.exe" 0
  !insertmacro OnTheTaskbar "$SMPROGRAMS\${GROUP}\${APP}.lnk"
  WriteRegStr HKCU "${KEY}" "DisplayName" "${APP}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "Publisher" "${GROUP}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\BRON Sync.exe"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\verwijderen.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\verwijderen.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" ${TREE_KB}
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
SectionEnd

Function un.onInit
  !insertmacro Begin
  ; What runs from a version keeps its library from being opened for writing: also the demo and its register.
  FindFirst $1 $2 "$INSTDIR\versies\*"
  ${DoWhile} $2 != ""
    ${If} ${FileExists} "$INSTDIR\versies\$2\python313.dll"
      ClearErrors
      FileOpen $3 "$INSTDIR\versies\$2\python313.dll" a
      ${If} ${Errors}
        !insertmacro Refuse "Er werkt nog een onderdeel van BRON Sync, bijvoorbeeld de demoschool. Sluit dat, of start de computer opnieuw, en probeer het dan weer. (INSTAL-11)"
        !insertmacro Log
        Quit
      ${EndIf}
      FileClose $3
    ${EndIf}
    FindNext $1 $2
  ${Loop}
  FindClose $1
FunctionEnd

Section Uninstall
  Delete "$INSTDIR\huidig.txt" ; from here on nothing starts half
  Delete "$INSTDIR\klaar.txt"
  Delete "$INSTDIR\proef.txt"
  Delete "$INSTDIR\geweigerd.txt"
  RMDir /r "$INSTDIR\versies"
  Delete "$INSTDIR\BRON Sync.exe"
  Delete "$INSTDIR\bronsync.exe"
  Delete "$INSTDIR\*.oud"
  Delete "$INSTDIR\*.tmp"
  Delete "$INSTDIR\bezig.lock"
  Delete "$INSTDIR\updates.txt"
  RMDir /r "$INSTDIR\updates"
  Delete "$INSTDIR\installatie.log"
  Delete "$SMPROGRAMS\${GROUP}\${APP}.lnk"
  RMDir "$SMPROGRAMS\${GROUP}"
  ${If} ${FileExists} "$INSTDIR\versies\*.*"
    !insertmacro Refuse "Niet alles kon worden verwijderd: een ander programma houdt bestanden vast in $INSTDIR. Start de computer opnieuw en verwijder BRON Sync dan nog eens. (INSTAL-14)"
    Quit
  ${EndIf}
  Delete "$INSTDIR\verwijderen.exe"
  SetOutPath "$TEMP"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${KEY}"
  ; The data source that the program made for its own driver (adapters/lvs2000/packaged_driver.py).
  DeleteRegKey HKCU "Software\ODBC\ODBC.INI\${APP}"
  DeleteRegValue HKCU "Software\ODBC\ODBC.INI\ODBC Data Sources" "${APP}"
  DetailPrint "Uw gegevens staan nog in $LOCALAPPDATA\BRON Sync"
SectionEnd
