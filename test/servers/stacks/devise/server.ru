# What the recipe leaves to the site: a database with one user, a page, and a view for the tests.
ENV["RAILS_ENV"] = "production"
require "action_controller/railtie"
require "active_record/railtie"
require "action_mailer/railtie"
require "devise"

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

ActiveRecord::Base.establish_connection(adapter: "sqlite3", database: "#{__dir__}/db.sqlite3")
ActiveRecord::Schema.verbose = false
ActiveRecord::Schema.define do
  create_table :users do |t|
    t.string :email
    t.string :encrypted_password
    t.datetime :remember_created_at
  end
end

Site.initialize!
User.create!(email: "ada@example.org", password: "secret")

class HomeController < ApplicationController
  skip_before_action :authenticate_user!, only: :me

  def index
  end

  def me
    head current_user ? :ok : :unauthorized
  end
end

Rails.application.routes.append { get "me", to: "home#me" }
Rails.application.reload_routes!

run Site
