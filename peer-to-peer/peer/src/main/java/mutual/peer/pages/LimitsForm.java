package mutual.peer.pages;

/**
 * Limits as a person writes them: KiB a second, empty for none.
 *
 * @param form with what is wrong
 */
record LimitsForm(Form form, DashboardSource.Limits limits) {
  private static final long KIB = 1024;

  static LimitsForm read(Form form) {
    Form checked = form;
    for (String field : new String[] {"down", "up"}) {
      if (!form.value(field).matches("[0-9]{0,9}")) {
        checked =
            checked.error(field, "A whole number of KiB each second; leave it empty for no limit.");
      }
    }
    return new LimitsForm(
        checked,
        checked.wrong()
            ? new DashboardSource.Limits(0, 0)
            : new DashboardSource.Limits(bytes(form.value("up")), bytes(form.value("down"))));
  }

  private static long bytes(String kib) {
    return kib.isEmpty() ? 0 : Long.parseLong(kib) * KIB;
  }
}
