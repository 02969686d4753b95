/* BRON Sync.exe (a window) and bronsync.exe (with -DCONSOLE): starts the chosen version. Formats: docs/uitgeven.md 1 and 3.
   Knows nothing else: whatever must be decided or changed is done by the Python of a version. */
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

#define LONG_PATH 32768
#define NAME 48
#ifdef CONSOLE
#define PYTHON L"python.exe"
#else
#define PYTHON L"pythonw.exe"
#endif

static wchar_t root[LONG_PATH], path[LONG_PATH], line[2 * LONG_PATH];

static int refuse(const wchar_t *sentence)
{
#ifdef CONSOLE
    HANDLE out = GetStdHandle(STD_ERROR_HANDLE);
    char utf8[512];
    DWORD count = WideCharToMultiByte(CP_UTF8, 0, sentence, -1, utf8, sizeof utf8 - 2, NULL, NULL);
    utf8[count ? count - 1 : 0] = '\n';
    SetConsoleOutputCP(CP_UTF8);
    WriteFile(out, utf8, count, &count, NULL);
#else
    MessageBoxW(NULL, sentence, L"BRON Sync", MB_ICONERROR | MB_SETFOREGROUND);
#endif
    return 3;
}

static HANDLE open_beside(const wchar_t *name, DWORD access)
{
    swprintf(path, LONG_PATH, L"%ls\\%ls", root, name);
    return CreateFileW(path, access, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING, 0, NULL);
}

/* Two lines of huidig.txt; what holds another sign than a name may have is no name. */
static void read_pointer(wchar_t names[2][NAME])
{
    char raw[2 * NAME];
    DWORD count = 0, at, row = 0, column = 0;
    HANDLE file = open_beside(L"huidig.txt", GENERIC_READ);
    names[0][0] = names[1][0] = 0;
    if (file == INVALID_HANDLE_VALUE)
        return;
    if (!ReadFile(file, raw, sizeof raw, &count, NULL))
        count = 0;
    CloseHandle(file);
    for (at = 0; at < count && row < 2; at++) {
        char sign = raw[at];
        if (sign == '\n') {
            names[row++][column] = 0;
            column = 0;
        } else if (column < NAME - 1 && ((sign >= '0' && sign <= '9') || (sign >= 'a' && sign <= 'f') || (sign == '.' && column) || sign == '-')) {
            names[row][column++] = sign;
        } else if (sign != '\r') {
            names[0][0] = names[1][0] = 0;
            return;
        }
    }
    if (row < 2)
        names[row][column] = 0;
}

static int has_python(const wchar_t *name)
{
    DWORD kind;
    if (!name[0])
        return 0;
    swprintf(path, LONG_PATH, L"%ls\\versies\\%ls\\%ls", root, name, PYTHON);
    kind = GetFileAttributesW(path);
    return kind != INVALID_FILE_ATTRIBUTES && !(kind & FILE_ATTRIBUTE_DIRECTORY);
}

/* Runs that version; waits until its end when asked (milliseconds), else until it can be seen. Its exit code, -1 when it did not start. */
static int run(const wchar_t *name, const wchar_t *job, const wchar_t *arguments, DWORD wait)
{
    STARTUPINFOW start;
    PROCESS_INFORMATION process;
    DWORD code = 0;
    swprintf(path, LONG_PATH, L"%ls\\versies\\%ls\\%ls", root, name, PYTHON);
    swprintf(line, 2 * LONG_PATH, L"\"%ls\" -I -X utf8 -m %ls%ls", path, job, arguments);
    GetStartupInfoW(&start);
    start.lpReserved = NULL;
    if (!CreateProcessW(path, line, NULL, NULL, TRUE, 0, NULL, NULL, &start, &process))
        return -1;
    if (wait) {
        WaitForSingleObject(process.hProcess, wait);
        GetExitCodeProcess(process.hProcess, &code);
    } else {
        AllowSetForegroundWindow(process.dwProcessId);
        WaitForInputIdle(process.hProcess, 10000);
    }
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    return (int)code;
}

/* What stands behind our own name on the command line, with the space before it. */
static const wchar_t *own_arguments(void)
{
    const wchar_t *at = GetCommandLineW();
    int quoted = 0;
    for (; *at && (quoted || (*at != L' ' && *at != L'\t')); at++)
        if (*at == L'"')
            quoted = !quoted;
    return at;
}

static int start(void)
{
    wchar_t names[2][NAME], *end;
    int chosen = 0, code;
    DWORD length = GetModuleFileNameW(NULL, root, LONG_PATH);
    if (!length || length >= LONG_PATH - 200 || !(end = wcsrchr(root, L'\\')))
        return refuse(L"BRON Sync staat in een map met een te lange naam.");
    *end = 0;
    read_pointer(names);
#ifndef CONSOLE
    {
        HANDLE file = open_beside(L"klaar.txt", GENERIC_READ);
        if (file != INVALID_HANDLE_VALUE) {
            CloseHandle(file);
            if (has_python(names[0])) {
                run(names[0], L"bronsync_install", L" switch", 60000);
                read_pointer(names);
            }
        }
    }
#endif
    {
        HANDLE file = open_beside(L"proef.txt", FILE_APPEND_DATA | FILE_READ_ATTRIBUTES);
        if (file != INVALID_HANDLE_VALUE) {
            if (GetFileSize(file, NULL) >= 2 && has_python(names[1]))
                chosen = 1;
#ifndef CONSOLE
            else
                WriteFile(file, ".", 1, &length, NULL);
#endif
            CloseHandle(file);
        }
    }
    if (!has_python(names[chosen]))
        chosen = !chosen;
    if (!has_python(names[chosen]))
        return refuse(L"BRON Sync is niet goed ge\u00efnstalleerd. Installeer het opnieuw; uw gegevens blijven staan. (INSTAL-09)");
#ifdef CONSOLE
    code = run(names[chosen], L"bronsync", own_arguments(), INFINITE);
#else
    code = run(names[chosen], L"bronsync", own_arguments(), 0);
#endif
    if (code == -1)
        return refuse(L"BRON Sync mag hier niet starten. Vraag uw systeembeheerder of programma's in deze map zijn toegestaan. (INSTAL-10)");
    return code;
}

#ifdef CONSOLE
static BOOL WINAPI go_on(DWORD kind)
{
    return kind == CTRL_C_EVENT || kind == CTRL_BREAK_EVENT;
}

int wmain(void)
{
    SetConsoleCtrlHandler(go_on, TRUE); /* the program ends in its own way with Ctrl+C; we wait for it */
    return start();
}
#else
int WINAPI wWinMain(HINSTANCE own, HINSTANCE none, PWSTR arguments, int show)
{
    (void)own, (void)none, (void)arguments, (void)show;
    return start();
}
#endif
