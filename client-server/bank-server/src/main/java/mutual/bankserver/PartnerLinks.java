package mutual.bankserver;

/** How this bank reaches its partners. */
final class PartnerLinks {
  void refresh() {}
}
