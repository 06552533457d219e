package mutual.middleware;

import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.time.Duration;

/**
 * Writes down each request of a browser; without its query and body, which may hold what is a
 * person's own.
 */
final class PeopleLog {
  private PeopleLog() {}

  static void record(ServiceRequestContext context, RequestLog log, Metrics metrics) {
    String route = context.config().route().patternString();
    String status = Integer.toString(log.responseStatus().code());
    metrics.time(
        "mutual_people_request_seconds",
        log.totalDurationNanos(),
        "route",
        route,
        "status",
        status);
    if (AccessLog.enabled()) {
      Trace trace = context.attr(Trace.ATTRIBUTE);
      AccessLog.write(
          "caller=browser method="
              + context.method()
              + " route="
              + route
              + " status="
              + status
              + " ms="
              + Duration.ofNanos(log.totalDurationNanos()).toMillis()
              + " in="
              + log.requestLength()
              + " out="
              + log.responseLength()
              + " trace="
              + (trace == null ? "none" : trace.traceId()));
    }
  }
}
