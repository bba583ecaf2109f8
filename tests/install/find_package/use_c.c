#include <headway.h>

#include <stdio.h>

int main(void) {
  headway_rubric *rubric = NULL;
  headway_error error = {0};
  size_t dimensions = 0;
  error.struct_size = sizeof error;
  if (headway_rubric_builtin(HEADWAY_TEXT("system_maturity"), &rubric, &error) != HEADWAY_OK ||
      headway_rubric_dimensions(rubric, &dimensions, &error) != HEADWAY_OK) {
    fprintf(stderr, "%s\n", error.message);
    return 1;
  }
  printf("headway %s, %zu dimensions\n", headway_version(), dimensions);
  headway_rubric_destroy(rubric);
  return dimensions == 9 ? 0 : 1;
}
