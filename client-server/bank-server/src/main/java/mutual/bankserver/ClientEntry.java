package mutual.bankserver;

import java.util.Set;
import mutual.middleware.NodeId;

/** A program that may use the bank's API. */
public record ClientEntry(NodeId node, String name, Set<Right> rights) {}
