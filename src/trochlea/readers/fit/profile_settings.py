"""The FIT profile of what stands around a recording: file, devices, runner, workout, course.

How to read the table stands in `profile`.
"""

from __future__ import annotations

TABLE = """\
0 file_id
  -: 0 type, 1 manufacturer, 2 product, 3 serial_number, 5 number, 8 product_name
  s: 4 time_created
2 device_settings
  -: 0 active_time_zone, 1 utc_offset, 4 time_mode, 12 backlight_mode, 36 activity_tracker_enabled
  -: 40 pages_enabled, 46 move_alert_enabled, 47 date_mode, 55 display_orientation
  -: 56 mounting_side, 57 default_page, 80 lactate_threshold_autodetect_enabled
  -: 86 ble_auto_upload_enabled, 89 auto_sync_frequency, 90 auto_activity_detect
  -: 94 number_of_screens, 95 smart_notification_display_orientation, 134 tap_interface
  -: 174 tap_sensitivity
  s: 2 time_offset, 39 clock_time
  hr 4: 5 time_zone_offset
  steps: 58 autosync_min_steps
  minutes: 59 autosync_min_time
3 user_profile
  -: 0 friendly_name, 1 gender, 5 language, 6 elev_setting, 7 weight_setting, 12 hr_setting
  -: 13 speed_setting, 14 dist_setting, 16 power_setting, 17 activity_class, 18 position_setting
  -: 21 temperature_setting, 22 local_id, 23 global_id, 28 wake_time, 29 sleep_time
  -: 30 height_setting, 47 depth_setting, 49 dive_count, 254 message_index
  years: 2 age
  m 100: 3 height
  kg 10: 4 weight
  bpm: 8 resting_heart_rate, 9 default_max_running_heart_rate, 10 default_max_biking_heart_rate
  bpm: 11 default_max_heart_rate
  m 1000: 31 user_running_step_length, 32 user_walking_step_length
4 hrm_profile
  -: 0 enabled, 1 hrm_ant_id, 2 log_hrv, 3 hrm_ant_id_trans_type, 254 message_index
5 sdm_profile
  -: 0 enabled, 1 sdm_ant_id, 4 speed_source, 5 sdm_ant_id_trans_type, 7 odometer_rollover
  -: 254 message_index
  % 10: 2 sdm_cal_factor
  m 100: 3 odometer
6 bike_profile
  -: 0 name, 1 sport, 2 sub_sport, 4 bike_spd_ant_id, 5 bike_cad_ant_id, 6 bike_spdcad_ant_id
  -: 7 bike_power_ant_id, 12 auto_wheel_cal, 13 auto_power_zero, 14 id, 15 spd_enabled
  -: 16 cad_enabled, 17 spdcad_enabled, 18 power_enabled, 20 enabled
  -: 21 bike_spd_ant_id_trans_type, 22 bike_cad_ant_id_trans_type
  -: 23 bike_spdcad_ant_id_trans_type, 24 bike_power_ant_id_trans_type, 37 odometer_rollover
  -: 38 front_gear_num, 39 front_gear, 40 rear_gear_num, 41 rear_gear, 44 shimano_di2_enabled
  -: 254 message_index
  m 100: 3 odometer
  m 1000: 8 custom_wheelsize, 9 auto_wheelsize
  kg 10: 10 bike_weight
  % 10: 11 power_cal_factor
  mm 2 -110: 19 crank_length
7 zones_target
  -: 1 max_heart_rate, 2 threshold_heart_rate, 3 functional_threshold_power, 5 hr_calc_type
  -: 7 pwr_calc_type
8 hr_zone
  bpm: 1 high_bpm
  -: 2 name, 254 message_index
9 power_zone
  W: 1 high_value
  -: 2 name, 254 message_index
10 met_zone
  -: 1 high_bpm, 254 message_index
  kcal/min 10: 2 calories, 3 fat_calories
12 sport
  -: 0 sport, 1 sub_sport, 3 name
13 training_settings
  m 100: 31 target_distance
  m/s 1000: 32 target_speed
  s: 33 target_time
  m/s 1000000: 153 precise_target_speed
15 goal
  -: 0 sport, 1 sub_sport, 4 type, 5 value, 6 repeat, 7 target_value, 8 recurrence
  -: 9 recurrence_value, 10 enabled, 11 source, 254 message_index
  s: 2 start_date, 3 end_date
23 device_info
  -: 0 device_index, 1 device_type, 2 manufacturer, 3 serial_number, 4 product, 6 hardware_version
  -: 11 battery_status, 18 sensor_position, 19 descriptor, 20 ant_transmission_type
  -: 21 ant_device_number, 22 ant_network, 25 source_type, 27 product_name
  - 100: 5 software_version
  s: 7 cum_operating_time, 253 timestamp
  V 256: 10 battery_voltage
  %: 32 battery_level
26 workout
  -: 4 sport, 5 capabilities, 6 num_valid_steps, 8 wkt_name, 11 sub_sport, 15 pool_length_unit
  -: 17 wkt_description, 254 message_index
  m 100: 14 pool_length
27 workout_step
  -: 0 wkt_step_name, 1 duration_type, 2 duration_value, 3 target_type, 4 target_value
  -: 5 custom_target_value_low, 6 custom_target_value_high, 7 intensity, 8 notes, 9 equipment
  -: 10 exercise_category, 11 exercise_name, 13 weight_display_unit, 19 secondary_target_type
  -: 20 secondary_target_value, 21 secondary_custom_target_value_low
  -: 22 secondary_custom_target_value_high, 254 message_index
  kg 100: 12 exercise_weight
30 weight_scale
  kg 100: 0 weight, 3 visceral_fat_mass, 4 bone_mass, 5 muscle_mass
  % 100: 1 percent_fat, 2 percent_hydration
  kcal/day 4: 7 basal_met, 9 active_met
  -: 8 physique_rating, 11 visceral_fat_rating, 12 user_profile_index
  years: 10 metabolic_age
  kg/m^2 10: 13 bmi
  s: 253 timestamp
31 course
  -: 4 sport, 5 name, 6 capabilities, 7 sub_sport
32 course_point
  s: 1 timestamp
  degrees semicircles: 2 position_lat, 3 position_long
  m 100: 4 distance
  -: 5 type, 6 name, 8 favorite, 254 message_index
33 totals
  s: 0 timer_time, 4 elapsed_time, 6 active_time, 253 timestamp
  m: 1 distance
  kcal: 2 calories
  -: 3 sport, 5 sessions, 9 sport_index, 254 message_index
34 activity
  s 1000: 0 total_timer_time
  -: 1 num_sessions, 2 type, 3 event, 4 event_type, 6 event_group
  s: 5 local_timestamp, 253 timestamp
35 software
  - 100: 3 version
  -: 5 part_number, 254 message_index
49 file_creator
  -: 0 software_version, 1 hardware_version
53 speed_zone
  m/s 1000: 0 high_value
  -: 1 name, 254 message_index
55 monitoring
  -: 0 device_index, 5 activity_type, 6 activity_subtype, 7 activity_level
  -: 24 current_activity_type_intensity, 41 pushes
  kcal: 1 calories, 19 active_calories
  m 100: 2 distance
  cycles 2: 3 cycles
  s 1000: 4 active_time
  100*m: 8 distance_16
  2*cycles_or_steps: 9 cycles_16
  s: 10 active_time_16, 11 local_timestamp, 26 timestamp_16, 30 duration, 253 timestamp
  C 100: 12 temperature, 14 temperature_min, 15 temperature_max
  minutes: 16 activity_time, 33 moderate_activity_minutes, 34 vigorous_activity_minutes
  min: 25 timestamp_min_8, 29 duration_min
  bpm: 27 heart_rate
  - 10: 28 intensity
  m 1000: 31 ascent, 32 descent
72 training_file
  -: 0 type, 1 manufacturer, 2 product, 3 serial_number
  s: 4 time_created, 253 timestamp
103 monitoring_info
  s: 0 local_timestamp, 253 timestamp
  -: 1 activity_type
  m/cycle 5000: 3 cycles_to_distance
  kcal/cycle 5000: 4 cycles_to_calories
  kcal/day: 5 resting_metabolic_rate
106 slave_device
  -: 0 manufacturer, 1 product
127 connectivity
  -: 0 bluetooth_enabled, 1 bluetooth_le_enabled, 2 ant_enabled, 3 name, 4 live_tracking_enabled
  -: 5 weather_conditions_enabled, 6 weather_alerts_enabled, 7 auto_activity_upload_enabled
  -: 8 course_download_enabled, 9 workout_download_enabled, 10 gps_ephemeris_download_enabled
  -: 11 incident_detection_enabled, 12 grouptrack_enabled
128 weather_conditions
  -: 0 weather_report, 2 condition, 5 precipitation_probability, 7 relative_humidity, 8 location
  -: 12 day_of_week
  C: 1 temperature, 6 temperature_feels_like, 13 high_temperature, 14 low_temperature
  degrees: 3 wind_direction
  m/s 1000: 4 wind_speed
  s: 9 observed_at_time, 253 timestamp
  degrees semicircles: 10 observed_location_lat, 11 observed_location_long
129 weather_alert
  -: 0 report_id, 3 severity, 4 type
  s: 1 issue_time, 2 expire_time, 253 timestamp
131 cadence_zone
  rpm: 0 high_value
  -: 1 name, 254 message_index
148 segment_id
  -: 0 name, 1 uuid, 2 sport, 3 enabled, 4 user_profile_primary_key, 5 device_id
  -: 6 default_race_leader, 7 delete_status, 8 selection_type
149 segment_leaderboard_entry
  -: 0 name, 1 type, 2 group_primary_key, 3 activity_id, 5 activity_id_string, 254 message_index
  s 1000: 4 segment_time
151 segment_file
  -: 1 file_uuid, 3 enabled, 4 user_profile_primary_key, 7 leader_type, 8 leader_group_primary_key
  -: 9 leader_activity_id, 10 leader_activity_id_string, 11 default_race_leader, 254 message_index
158 workout_session
  -: 0 sport, 1 sub_sport, 2 num_valid_steps, 3 first_step_index, 5 pool_length_unit
  -: 254 message_index
  m 100: 4 pool_length
188 ohr_settings
  -: 0 enabled
  s: 253 timestamp
206 field_description
  -: 0 developer_data_index, 1 field_definition_number, 2 fit_base_type_id, 3 field_name, 4 array
  -: 5 components, 6 scale, 7 offset, 8 units, 9 bits, 10 accumulate, 13 fit_base_unit_id
  -: 14 native_mesg_num, 15 native_field_num
207 developer_data_id
  -: 0 developer_id, 1 application_id, 2 manufacturer_id, 3 developer_data_index
  -: 4 application_version
211 monitoring_hr_data
  bpm: 0 resting_heart_rate, 1 current_day_resting_heart_rate
  s: 253 timestamp
227 stress_level
  -: 0 stress_level_value
  s: 1 stress_level_time
229 max_met_data
  s: 0 update_time
  mL/kg/min 10: 2 vo2_max
  -: 5 sport, 6 sub_sport, 8 max_met_category, 9 calibrated_data, 12 hr_source, 13 speed_source
269 spo2_data
  %: 0 reading_spo2
  -: 1 reading_confidence, 2 mode
  s: 253 timestamp
275 sleep_level
  -: 0 sleep_level
  s: 253 timestamp
297 respiration_rate
  breaths/min 100: 0 respiration_rate
  s: 253 timestamp
346 sleep_assessment
  -: 0 combined_awake_score, 1 awake_time_score, 2 awakenings_count_score, 3 deep_sleep_score
  -: 4 sleep_duration_score, 5 light_sleep_score, 6 overall_sleep_score, 7 sleep_quality_score
  -: 8 sleep_recovery_score, 9 rem_sleep_score, 10 sleep_restlessness_score, 11 awakenings_count
  -: 14 interruptions_score
  - 100: 15 average_stress_during_sleep
370 hrv_status_summary
  ms 128: 0 weekly_average, 1 last_night_average, 2 last_night_5_min_high, 3 baseline_low_upper
  ms 128: 4 baseline_balanced_lower, 5 baseline_balanced_upper
  -: 6 status
  s: 253 timestamp
371 hrv_value
  ms 128: 0 value
  s: 253 timestamp
375 device_aux_battery_info
  -: 0 device_index, 2 battery_status, 3 battery_identifier
  V 256: 1 battery_voltage
  s: 253 timestamp
398 skin_temp_overnight
  s: 0 local_timestamp, 253 timestamp
  -: 1 average_deviation, 2 average_7_day_deviation, 4 nightly_value
"""
