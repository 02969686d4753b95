/* Stands in for the icuuc.dll that every Windows since 1903 has and Wine 8 has not: Qt 6 cannot be loaded without it.
   It knows no converter, and says so; Qt then uses its own. */
#include <stddef.h>

#define EXPORT __declspec(dllexport)
#define NO_SUCH_CONVERTER 4 /* U_FILE_ACCESS_ERROR */

static void refuse(int *error) { if (error) *error = NO_SUCH_CONVERTER; }

EXPORT void *ucnv_open(const char *name, int *error) { refuse(error); return NULL; }
EXPORT void ucnv_close(void *converter) {}
EXPORT void ucnv_reset(void *converter) {}
EXPORT void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT signed char ucnv_getMaxCharSize(void *converter) { return 1; }
EXPORT const char *ucnv_getName(void *converter, int *error) { refuse(error); return NULL; }
EXPORT void ucnv_getToUCallBack(void *converter, void **action, void **context) {}
EXPORT void ucnv_getFromUCallBack(void *converter, void **action, void **context) {}
EXPORT void ucnv_setToUCallBack(void *c, void *a, void *b, void **d, void **f, int *error) { refuse(error); }
EXPORT void ucnv_setFromUCallBack(void *c, void *a, void *b, void **d, void **f, int *error) { refuse(error); }
EXPORT void ucnv_cbToUWriteUChars(void *a, void *b, int length, int offset, int *error) { refuse(error); }
EXPORT void ucnv_cbFromUWriteUChars(void *a, void *b, void *length, int offset, int *error) { refuse(error); }
EXPORT void ucnv_toUnicode(void *c, void *a, void *b, void *d, void *f, void *g, signed char h, int *error) { refuse(error); }
EXPORT void ucnv_fromUnicode(void *c, void *a, void *b, void *d, void *f, void *g, signed char h, int *error) { refuse(error); }
EXPORT int ucnv_toUCountPending(void *converter, int *error) { return 0; }
EXPORT int ucnv_fromUCountPending(void *converter, int *error) { return 0; }
EXPORT const char *ucnv_getStandardName(const char *name, const char *standard, int *error) { refuse(error); return NULL; }
EXPORT const char *ucnv_getAvailableName(int number) { return NULL; }
EXPORT int ucnv_countAvailable(void) { return 0; }
