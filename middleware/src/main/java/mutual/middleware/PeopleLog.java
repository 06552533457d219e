package mutual.middleware;

import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down each request of a browser; without its query and body, which may hold what is a
 * person's own.
 */
final class PeopleLog {
  private static final Logger ACCESS_LOG = LoggerFactory.getLogger("mutual.access");

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
    if (ACCESS_LOG.isInfoEnabled()) {
      Trace trace = context.attr(Trace.ATTRIBUTE);
      ACCESS_LOG.info(
          "caller=browser method={} route={} status={} ms={} in={} out={} trace={}",
          context.method(),
          route,
          status,
          Duration.ofNanos(log.totalDurationNanos()).toMillis(),
          log.requestLength(),
          log.responseLength(),
          trace == null ? "none" : trace.traceId());
    }
  }
}
