import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.http.Rfc6265CookieProcessor;

/** What the recipe leaves to the site: the server, a login form, and views for the tests. */
public class Server {
  static class Rest extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
      switch (request.getServletPath()) {
        case "/me" -> response.setStatus(Pages.userOf(request.getSession(false)) == null ? 401 : 200);
        case "/kill" -> request.getSession().invalidate();
      }
    }
  }

  static class Login extends Pages {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
      // With a session, as login pages have one for their token.
      request.getSession();
      response.setContentType("text/html");
      response.getWriter().print("""
          <!doctype html><title>login</title><form method="post"><input name="name"><button type="submit">Sign in</button></form>""");
    }
  }

  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir("work");
    tomcat.setPort(Integer.parseInt(System.getenv("PORT")));
    tomcat.getConnector();
    Context context = tomcat.addContext("", null);
    Rfc6265CookieProcessor cookies = new Rfc6265CookieProcessor();
    cookies.setSameSiteCookies("lax");
    context.setCookieProcessor(cookies);

    FilterDef filter = new FilterDef();
    filter.setFilterName("limit");
    filter.setFilter(new IdleLimit());
    context.addFilterDef(filter);
    FilterMap map = new FilterMap();
    map.setFilterName("limit");
    map.addURLPattern("/*");
    context.addFilterMap(map);

    Tomcat.addServlet(context, "pages", new Pages());
    for (String path : new String[] {"", "/session/ping", "/logout"}) context.addServletMappingDecoded(path, "pages");
    Tomcat.addServlet(context, "login", new Login());
    context.addServletMappingDecoded("/login", "login");
    Tomcat.addServlet(context, "rest", new Rest());
    for (String path : new String[] {"/me", "/kill"}) context.addServletMappingDecoded(path, "rest");
    tomcat.start();
    tomcat.getServer().await();
  }
}
