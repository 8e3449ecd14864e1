import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.concurrent.Executors;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryException;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.query.Syntax;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.update.UpdateExecutionFactory;
import org.apache.jena.update.UpdateFactory;
import org.apache.jena.update.UpdateRequest;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Apache Jena behind as much of the SPARQL 1.1 Protocol as Opposable uses, on this machine only and in memory: queries as
 * forms at /query, updates at /update. Debian has Jena, but not Fuseki, its server. See docs/endpoint.md.
 */
public class JenaServer {
  private static final Dataset DATA = DatasetFactory.createTxnMem();

  private static byte[] update(String text) {
    UpdateRequest request = UpdateFactory.create(text, Syntax.syntaxSPARQL_11);
    DATA.begin(ReadWrite.WRITE);
    try {
      UpdateExecutionFactory.create(request, DATA).execute();
      DATA.commit();
    } finally {
      DATA.end(); // without a commit before it, nothing of the request has happened
    }
    return new byte[0];
  }

  private static Query asked(String form) {
    Query query = null;
    for (String field : form.split("&"))
      if (field.startsWith("query=")) query = QueryFactory.create(value(field), Syntax.syntaxSPARQL_11);
    for (String field : form.split("&")) {
      if (field.startsWith("default-graph-uri=")) query.addGraphURI(value(field));
      if (field.startsWith("named-graph-uri=")) query.addNamedGraphURI(value(field));
    }
    return query;
  }

  private static String value(String field) {
    return URLDecoder.decode(field.substring(field.indexOf('=') + 1), UTF_8);
  }

  private static byte[] answer(Query query) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DATA.begin(ReadWrite.READ);
    try (QueryExecution run = QueryExecutionFactory.create(query, DATA)) {
      if (query.isSelectType()) ResultSetFormatter.outputAsJSON(out, run.execSelect());
      else if (query.isAskType()) ResultSetFormatter.outputAsJSON(out, run.execAsk());
      else RDFDataMgr.write(out, query.isConstructType() ? run.execConstruct() : run.execDescribe(), Lang.NTRIPLES);
    } finally {
      DATA.end();
    }
    return out.toByteArray();
  }

  private static void handle(HttpExchange exchange) throws IOException {
    int status = 200;
    String media = "text/plain; charset=utf-8";
    byte[] said;
    try {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      if (exchange.getRequestURI().getPath().equals("/update")) {
        said = update(body);
        status = 204;
      } else {
        Query query = asked(body);
        said = answer(query);
        boolean rows = query.isSelectType() || query.isAskType();
        media = rows ? "application/sparql-results+json" : "application/n-triples";
      }
    } catch (QueryException error) {
      status = 400;
      said = String.valueOf(error.getMessage()).getBytes(UTF_8);
    } catch (RuntimeException | Error error) {
      status = 500;
      said = error.toString().getBytes(UTF_8);
    }
    exchange.getResponseHeaders().set("Content-Type", media);
    exchange.sendResponseHeaders(status, said.length == 0 ? -1 : said.length);
    if (said.length > 0) exchange.getResponseBody().write(said);
    exchange.close();
  }

  public static void main(String[] arguments) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 0);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/query", JenaServer::handle);
    server.createContext("/update", JenaServer::handle);
    server.start();
  }
}
