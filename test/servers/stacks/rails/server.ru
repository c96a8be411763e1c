# What the recipe leaves to the site: routes, a page, and a view for the tests.
ENV["RAILS_ENV"] = "production"
require "action_controller/railtie"

class Site < Rails::Application
  config.root = __dir__
  config.load_defaults 6.1
  config.eager_load = true
  config.hosts.clear
  config.secret_key_base = "secret" * 10
  config.consider_all_requests_local = true
  config.logger = ActiveSupport::Logger.new($stderr)
  config.log_level = :warn
end

Site.initialize!

class HomeController < ApplicationController
  skip_before_action :require_login, only: :me

  def index
  end

  def me
    head session[:user_id] ? :ok : :unauthorized
  end
end

Site.routes.draw do
  root to: "home#index"
  get "me", to: "home#me"
  get "login", to: "sessions#new"
  post "login", to: "sessions#create"
  post "session/ping", to: "sessions#ping"
  post "logout", to: "sessions#destroy"
end

run Site
